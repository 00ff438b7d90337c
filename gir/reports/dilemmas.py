"""The dilemma of the week and those of before, with how choices were spread when enough chose."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from gir.enums import Verdict
from gir.models import Dilemma, DilemmaOption, DilemmaWeek, OptionCount
from gir.reports.weighing import Weighed

SHOWN_FROM = 20
"""So many choices before anybody sees how they are spread."""
_STEP = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice(Weighed):
    """An option of a dilemma. `share`: a round percentage."""

    letter: str
    share: int | None

    @property
    def rest(self) -> int:
        """The percentage of all other options together."""
        return 100 - (self.share or 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A dilemma in the week that it was shown. `votes`: how many choices the shares are of."""

    key: str
    title: str
    situation: str
    question: str
    theme: str
    theme_key: str
    monday: date
    is_this_week: bool
    choices: Sequence[Choice]
    votes: int

    @property
    def is_compared(self) -> bool:
        """Whether enough chose to show how choices were spread."""
        return self.votes >= SHOWN_FROM


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """A dilemma of an earlier week, in a list."""

    key: str
    title: str
    question: str
    monday: date


def current_turn(monday: date) -> Turn | None:
    """Return the dilemma of a week, or of the last one before it; None when there was none."""
    week = _weeks(monday).first()
    return _turn(week, monday) if week else None


def earlier_turn(key: str, monday: date) -> Turn | None:
    """Return a dilemma as it was shown last, up to and including a week."""
    week = _weeks(monday).filter(dilemma__key=key).first()
    return _turn(week, monday) if week else None


def earlier_turns(turn: Turn) -> Sequence[Earlier]:
    """Return what was shown before a turn, the latest first and each dilemma once."""
    rows = _weeks(turn.monday).exclude(dilemma__key=turn.key)
    found: dict[str, Earlier] = {}
    for row in rows:
        dilemma = row.dilemma
        found.setdefault(
            dilemma.key,
            Earlier(
                key=dilemma.key,
                title=dilemma.title,
                question=dilemma.question,
                monday=row.monday,
            ),
        )
    return tuple(found.values())


def _weeks(monday: date) -> QuerySet[DilemmaWeek]:
    weeks = DilemmaWeek.objects.filter(monday__lte=monday, dilemma__live=True)
    return weeks.select_related("dilemma__theme").order_by("-monday")


def _turn(week: DilemmaWeek, monday: date) -> Turn:
    dilemma: Dilemma = week.dilemma
    counts = dict(OptionCount.objects.filter(week=week).values_list("letter", "shown"))
    options = list(dilemma.options.order_by("sort_order", "letter"))
    votes = sum(counts.get(option.letter, 0) for option in options)
    shares = _shares(options, counts, votes)
    theme = dilemma.theme if dilemma.theme and dilemma.theme.live else None
    return Turn(
        key=dilemma.key,
        title=dilemma.title,
        situation=dilemma.situation,
        question=dilemma.question,
        theme=theme.title if theme else "",
        theme_key=theme.key if theme else "",
        monday=week.monday,
        is_this_week=week.monday == monday,
        choices=tuple(
            Choice(
                letter=option.letter,
                text=option.text,
                verdict=Verdict(option.verdict),
                explanation=option.explanation,
                share=shares.get(option.letter),
            )
            for option in options
        ),
        votes=votes,
    )


def _shares(
    options: Sequence[DilemmaOption], counts: Mapping[str, int], votes: int
) -> Mapping[str, int]:
    """Return per option a percentage in steps of five; nothing when too few chose."""
    if votes < SHOWN_FROM:
        return {}
    return {
        option.letter: _STEP * round(100 * counts.get(option.letter, 0) / votes / _STEP)
        for option in options
    }
