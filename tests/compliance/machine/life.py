"""The state machine: Hypothesis chooses what happens, and after every step all promises hold."""

from collections.abc import Callable

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from tests.compliance.histories import Step
from tests.compliance.machine import promises
from tests.compliance.machine.figures import Figures, read_figures
from tests.compliance.machine.organisation import DUTIES, Organisation
from tests.compliance.machine.promises import Look, Said

Happening = Callable[..., None]
_WAITS = st.sampled_from((0, 0, 1, 7, 30, 60, 100))


def happens(action: str) -> Happening:
    """Return the rule "this happens, after some days, to somebody"."""

    def happen(self: "Life", wait: int, who: int, what: int, shift: int) -> None:
        self.take(Step(action, wait, who, what, shift))

    happen.__name__ = action
    made: Happening = rule(
        wait=_WAITS,
        who=st.integers(0, 3),
        what=st.integers(0, 20),
        shift=st.integers(-120, 120),
    )(happen)
    return made


class Life(RuleBasedStateMachine):
    """An organisation in a transaction that is undone afterwards; `begun` is how it begins."""

    begun: Organisation
    with_planning = True
    """Whether planning is looked at as well, which takes most of the time."""

    def __init__(self) -> None:
        super().__init__()
        self._transaction = transaction.atomic()
        self._transaction.__enter__()
        self.world = self.begun
        self.last = Step("begin", 0, 0, 0, 0)
        self.said: list[Said] = []

    @initialize(duties=st.sets(st.sampled_from(DUTIES), min_size=2, max_size=3).map(sorted))
    def begin(self, duties: list[str]) -> None:
        """Begin with a few duties: all six would take all the time."""
        self.world = self.begun.again(duties)

    appoint = happens("appoint")
    change_appointment = happens("change_appointment")
    be_away = happens("be_away")
    come_back = happens("come_back")
    correct_absence = happens("correct_absence")
    complete = happens("complete")
    complete_again = happens("complete")
    complete_team = happens("complete_team")
    void_completion = happens("void_completion")
    correct_completion = happens("correct_completion")
    decide = happens("decide")
    defer = happens("defer")
    void_event = happens("void_event")
    merge = happens("merge")
    undo_merge = happens("undo_merge")
    publish = happens("publish")
    publish_edition = happens("publish_edition")
    give_role = happens("give_role")
    take_role = happens("take_role")
    move_unit = happens("move_unit")
    merge_units = happens("merge_units")
    rename_unit = happens("rename_unit")
    correct_unit = happens("correct_unit")
    add_unit = happens("add_unit")
    plan = happens("plan")
    plan_again = happens("plan")
    take_snapshot = happens("take_snapshot")
    reach_an_edge = happens("reach_an_edge")

    def take(self, step: Step) -> None:
        """Let it happen."""
        self.world.take(step)
        self.last = step

    @invariant()
    def all_promises_hold(self) -> None:
        """Everything is looked at twice: as known now, and as known at an earlier moment."""
        with promises.settled(self.world):
            figures = read_figures()
            look = self._look(figures)
            promises.statuses_agree(figures, look)
            promises.rollups_agree(figures, look)
            unit = self.world.unit(self.last).pk
            for day, known_at in zip(look.days, look.moments, strict=False):
                promises.parts_agree(figures, day, known_at, unit=unit)
            promises.counters_agree(figures, look.days[self.last.who % len(look.days)])
            promises.snapshots_stand(self.world)
            if self.with_planning:
                promises.planning_is_settled()
            self.said.append(promises.say(look.days[self.last.who % 3], self.world.moment))
            promises.is_said_again(self.said[self.last.what % len(self.said)])

    def teardown(self) -> None:
        """Look back on everything that was said, and undo it all."""
        try:
            with promises.settled(self.world):
                for said in self.said:
                    promises.is_said_again(said)
                promises.invariants_hold()
        finally:
            transaction.set_rollback(True)
            self._transaction.__exit__(None, None, None)

    def _look(self, figures: Figures) -> Look:
        """Choose a day in the past, today and one ahead, and a moment at which less was known."""
        days, today = promises.days_that_matter(figures), self.world.today
        past = [day for day in days if day < today] or [today]
        ahead = [day for day in days if today < day] or [today]
        number = self.last.what + abs(self.last.shift)
        return Look(
            days=(past[-1 - number % len(past)], today, ahead[number % len(ahead)]),
            moments=(None, self.world.moments[self.last.shift % len(self.world.moments)])
            if self.world.moments
            else (None,),
        )
