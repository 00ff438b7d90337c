"""Which completions count for a duty, which do not and why, and what is still missing."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from compliance.enums import WhyNot
from compliance.privacy.sight import Sight
from compliance.status.decision import NotCounted
from compliance.why.case import Case
from compliance.why.trace import Item, Section
from core.dates import format_date

MOST = 5
"""How many completions that do not count are shown; the last ones."""
EXTRA = frozenset({WhyNot.DOUBLE, WhyNot.MORE_THAN_NEEDED})
"""What somebody did more than was asked is theirs alone: it is voluntary."""


def counting(case: Case, sight: Sight) -> Section:
    """Say what counts; to others than the person never what was done without need."""
    decision = case.decision
    counted = ngettext(
        "%(done)d of %(needed)d part counts.",
        "%(done)d of %(needed)d parts count.",
        decision.needed,
    ) % {"done": len(decision.counted), "needed": decision.needed}
    refused = [one for one in decision.not_counted if _may_show(one, case, sight)]
    items = [*_counted(case), *_missing(case), *_refused(case, refused[-MOST:])]
    sentences = [counted]
    if left := len(refused[:-MOST]):
        sentences.append(
            ngettext(
                "%(n)d earlier completion that does not count is not shown.",
                "%(n)d earlier completions that do not count are not shown.",
                left,
            )
            % {"n": left}
        )
    return Section(
        key="telt", title=_("What counts"), sentences=tuple(sentences), items=tuple(items)
    )


def _may_show(one: NotCounted, case: Case, sight: Sight) -> bool:
    if sight is Sight.OWN:
        return True
    return case.decision.missing > 0 and one.reason not in EXTRA


def _counted(case: Case) -> Iterator[Item]:
    for one in case.decision.counted:
        text = _("%(title)s, done on %(day)s: counts.") % {
            "title": _title(case, one.completion.activity_id),
            "day": format_date(one.completion.occurred_on),
        }
        yield Item(kind="good", icon="circle-check", text=text)


def _missing(case: Case) -> Iterator[Item]:
    if not case.decision.missing:
        return
    for pk in sorted(case.decision.open_items):
        text = _("%(title)s: not done yet.") % {"title": _title(case, pk)}
        yield Item(kind="open", icon="circle-dashed", text=text)


def _refused(case: Case, refused: list[NotCounted]) -> Iterator[Item]:
    for one in refused:
        text = _("%(title)s, done on %(day)s: does not count. %(why)s") % {
            "title": _title(case, one.completion.activity_id),
            "day": format_date(one.completion.occurred_on),
            "why": _why(one, case),
        }
        yield Item(kind="not", icon="circle-x", text=text)


def _why(one: NotCounted, case: Case) -> str:
    decision = case.decision
    days = {
        "from": format_date(decision.stated.counts_from) if decision.stated.counts_from else "",
        "until": format_date(decision.closes_on) if decision.closes_on else "",
        "day": format_date(decision.as_of),
    }
    sentences = {
        WhyNot.VOIDED: _("It was declared invalid."),
        WhyNot.TOO_WEAK: _("It is not certain enough that it happened: this rule asks for more."),
        WhyNot.TOO_EARLY: _("That was too early: it counts from %(from)s."),
        WhyNot.TOO_LATE: _("That was too late: this round closed on %(until)s."),
        WhyNot.NOT_YET: _("That is after the day that this page is about (%(day)s)."),
        WhyNot.OLD_EDITION: _("It was an earlier edition than the one that must be done now."),
        WhyNot.SAME_AS_LAST: _("It counted in the round before, and this rule asks for another."),
        WhyNot.DOUBLE: _("It was done before in this round, and counts once."),
        WhyNot.MORE_THAN_NEEDED: _("Enough was done already."),
    }
    return sentences[one.reason] % days


def _title(case: Case, activity_id: int) -> str:
    shown = case.activities.get(activity_id)
    return _("‘%(title)s’") % {"title": shown.title if shown else activity_id}
