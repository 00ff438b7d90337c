"""Waarom?: how a status came about, for the person, the manager and the compliance officer."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import structlog
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from compliance.enums import Subject
from compliance.forms import WhyForm
from compliance.models import Requirement
from compliance.privacy.sight import SeenPerson, Sight, seen_person, seen_team
from compliance.views.addresses import with_changes
from compliance.why import Trace, explain, read_case, rule_sentences
from core import clock
from organisations.access import person_of
from organisations.models import Person, Unit, UnitVersion

logger = structlog.get_logger(__name__)


@login_required
@require_safe
def own_why(request: HttpRequest, key: str) -> HttpResponse:
    """Explain one's own status; the day is today in one's own zone."""
    person = person_of(request.user)
    if person is None:
        raise Http404
    form = WhyForm(request.GET, today=clock.today(person.time_zone))
    form.is_valid()
    return _page(request, SeenPerson(person=person, sight=Sight.OWN), key, form)


@login_required
@require_safe
def why(request: HttpRequest, person: UUID, key: str) -> HttpResponse:
    """Explain the status of somebody whom the visitor may see by name."""
    form = WhyForm(request.GET)
    form.is_valid()
    try:
        seen = seen_person(request.user, uuid=person, on=form.day)
    except Person.DoesNotExist as unknown:
        raise Http404 from unknown
    return _page(request, seen, key, form)


@login_required
@require_safe
def team_why(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Explain where a team stands with a duty of the team as a whole."""
    form = WhyForm(request.GET)
    form.is_valid()
    try:
        unit, sight = seen_team(request.user, code=code, on=form.day)
    except UnitVersion.DoesNotExist as unknown:
        raise Http404 from unknown
    duty = get_object_or_404(Requirement, key=key, subject=Subject.TEAM)
    return _render(request, Question(unit.unit, unit.name, sight, duty, form))


@dataclass(frozen=True, slots=True)
class Question:
    """Who or what is asked about, on which ground, which duty, on which day."""

    subject: Person | Unit
    name: str
    sight: Sight
    duty: Requirement
    form: WhyForm


def _page(request: HttpRequest, seen: SeenPerson, key: str, form: WhyForm) -> HttpResponse:
    duty = get_object_or_404(Requirement.objects.exclude(subject=Subject.TEAM), key=key)
    _log(request, seen, duty, form)
    name = "" if seen.sight is Sight.OWN else seen.person.name
    return _render(request, Question(seen.person, name, seen.sight, duty, form))


def _render(request: HttpRequest, asked: Question) -> HttpResponse:
    trace, form = _trace(asked), asked.form
    context = {
        "form": form,
        "duty": asked.duty,
        "name": asked.name,
        "is_team": isinstance(asked.subject, Unit),
        "is_own": asked.sight is Sight.OWN,
        "is_manager": asked.sight is Sight.MANAGER,
        "trace": trace,
        "rule_sentences": () if trace else rule_sentences(asked.duty, on=form.day),
        "day": form.day,
        "known_at": form.known_at,
        "is_today": form.is_today,
        "today_url": request.path,
        "rounds": _rounds(request, trace),
        "breadcrumbs": [_way_back(asked.sight), (_("Waarom?"), None)],
    }
    return render(request, "compliance/why.html", context)


def _trace(asked: Question) -> Trace | None:
    case = read_case(
        asked.subject,
        asked.duty,
        as_of=asked.form.day,
        known_at=asked.form.known_at,
        cycle_label=asked.form.cleaned_data.get("ronde") or "",
    )
    return explain(case, asked.sight) if case else None


def _rounds(request: HttpRequest, trace: Trace | None) -> list[dict[str, Any]]:
    """Return the links to the same duty in other rounds."""
    if trace is None or len(trace.cycles) == 1:
        return []
    return [
        {
            "label": label,
            "url": with_changes(request, ronde=label),
            "is_shown": label == trace.cycle_label,
        }
        for label in trace.cycles
    ]


def _way_back(sight: Sight) -> tuple[str, str]:
    return {
        Sight.OWN: (_("Mijn leren"), reverse("mijn-leren")),
        Sight.MANAGER: (_("Mijn team"), reverse("mijn-team")),
        Sight.OFFICER: (_("Organisation"), reverse("organisatie")),
    }[sight]


def _log(request: HttpRequest, seen: SeenPerson, duty: Requirement, form: WhyForm) -> None:
    """Note who read about whom (BIO2 8.15.01); one's own reading is nobody's business."""
    if seen.sight is Sight.OWN:
        return
    reader = person_of(request.user)
    logger.info(
        "explanation read",
        reader=reader and reader.pk,
        ground=seen.sight.value,
        person=seen.person.pk,
        requirement=duty.key,
        as_of=str(form.day),
    )
