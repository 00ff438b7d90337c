"""What is voluntary on "Mijn leren": favourites, what a manager recommends, and next steps.

Next steps are the same for everybody with the same role or the same kind of contract. What somebody
read, did or chose plays no part, and nothing of it changes what is compulsory.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, Q, QuerySet, Value
from django.utils.translation import gettext as _

from compliance.rules.audiences import HIRED
from core.statements import Statement, given_date, given_id
from design.navigation import in_language
from home.memory import remembered
from home.models import FrontStamp
from home.reports.audiences import ROLES, AudienceView, build_view
from home.reports.offers import Offer
from organisations.models import Appointment, Mandate, Person, PersonMerge, RoleAssignment
from organisations.querysets import active_q
from toolbox.enums import Audience
from toolbox.models import Favourite, Suggestion, ToolPage
from toolbox.reports.suggestions import ShownSuggestion, suggestions_for
from workshops.access import MANAGERS
from workshops.reports.calendar import Kind

MOST_FAVOURITES = 6
MOST_STEPS = 3
Rows = Mapping[str, list[tuple[str, str]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Extras:
    """Everything that is voluntary. `has_more`: there are more favourites than are shown."""

    favourites: tuple[Offer, ...]
    has_more: bool
    recommended: tuple[ShownSuggestion, ...]
    steps: tuple[Offer, ...]
    for_whom: str


def extras_of(person: Person, *, on: date, is_newcomer: bool) -> Extras:
    """Return what is voluntary for somebody: one query, and one more for recommendations."""
    rows = _asked(person, on)
    kept = sorted(rows["favourite"], key=lambda row: row[1])
    audience = _audience(rows, is_newcomer=is_newcomer)
    word = next((first for first, _none in rows["word"]), "")
    view = _view(audience, word)
    # Everybody may come to stand by and watch.
    tools = view.tools or _view(Audience.BYSTANDERS.value, word).tools
    return Extras(
        favourites=tuple(_favourite(*row) for row in kept[:MOST_FAVOURITES]),
        has_more=len(kept) > MOST_FAVOURITES,
        recommended=suggestions_for(person) if rows["tip"] else (),
        steps=tuple(_steps(view.workshops, tools, on)),
        for_whom=_told(audience),
    )


def _view(audience: str, word: str) -> AudienceView:
    return remembered(("audience", audience), lambda: build_view(audience), word=word)


def _asked(person: Person, on: date) -> Rows:
    found: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for what, first, second in _ALL.rows(person=person.pk, on=on):
        found[what].append((first, second))
    return found


def _of_person(field: str = "person") -> Q:
    """Return the condition "of this human being", also under a record that was merged."""
    merged = PersonMerge.objects.filter(into=given_id("person"), superseded_at__isnull=True)
    return Q(**{field: given_id("person")}) | Q(**{f"{field}__in": merged.values("person")})


def _part(what: str, rows: QuerySet[Any], first: Any, second: Any = None) -> QuerySet[Any, Any]:
    # "tip" holds the sort of thing only: what it is, is asked when there is any.
    return rows.order_by().values_list(Value(what), first, second or Value(""))


def _everything() -> QuerySet[Any, Any]:
    """Ask all at once: of most people there is hardly a row."""
    day = active_q(given_date("on"))
    shown = ToolPage.objects.shown().order_by().values("pk")
    parts = [
        _part("word", FrontStamp.objects.filter(pk=1), F("word")),
        _part("role", RoleAssignment.objects.current().filter(day, _of_person()), F("role")),
        _part(
            "mandate",
            Mandate.objects.current().filter(day, _of_person("holder"), kind__in=MANAGERS),
            F("kind"),
        ),
        _part("work", Appointment.objects.current().filter(day, _of_person()), F("kind")),
        _part(
            "favourite",
            Favourite.objects.filter(_of_person(), tool__in=shown),
            F("tool__title"),
            F("tool__url_path"),
        ),
        _part("tip", Suggestion.objects.filter(_of_person(), hidden_at__isnull=True), F("kind")),
    ]
    return parts[0].union(*parts[1:], all=True)


_ALL = Statement(_everything)


def _audience(rows: Rows, *, is_newcomer: bool) -> str:
    """Return the one audience by which somebody gets next steps; the first that fits."""
    roles = {role for role, _none in rows["role"]}
    if rows["mandate"] or roles & ROLES[Audience.MANAGERS.value]:
        return Audience.MANAGERS.value
    if roles & ROLES[Audience.ADVISERS.value]:
        return Audience.ADVISERS.value
    kinds = {kind for kind, _none in rows["work"]}
    if kinds and kinds <= set(HIRED):
        return Audience.EXTERNALS.value
    return Audience.NEWCOMERS.value if is_newcomer else Audience.EVERYONE.value


def _told(audience: str) -> str:
    sentences = {
        Audience.MANAGERS.value: _("The same for everybody who leads people or projects."),
        Audience.ADVISERS.value: _("The same for all confidential advisers and HR."),
        Audience.EXTERNALS.value: _("The same for all external hires."),
        Audience.NEWCOMERS.value: _("The same for all new colleagues."),
    }
    return sentences.get(audience) or _("The same for everybody.")


def _favourite(title: str, url_path: str) -> Offer:
    """Return the tool at this place in the tree; its address is the same below the start page."""
    path = "/".join(url_path.split("/")[2:])
    return Offer(title=title, url=in_language(f"/{path}"), icon="star")


def _steps(kinds: Collection[Kind], tools: Collection[Offer], on: date) -> Iterable[Offer]:
    """Yield a workshop and some tools: others each week, and the same for all."""
    workshops = [
        Offer(title=kind.title, url=kind.url, icon="users", text=kind.length) for kind in kinds
    ]
    week = on.toordinal() // 7
    yield from _turn(workshops, week, 1)
    yield from _turn(tools, week, MOST_STEPS - 1)


def _turn(offers: Collection[Offer], week: int, number: int) -> list[Offer]:
    """Return the next few of a list, from another place each week."""
    given = list(offers)
    start = week * number % len(given) if given else 0
    return (given[start:] + given[:start])[:number]
