"""Jobs of the code of conduct: an edition comes into force, and a dilemma each week."""

from django.core.management import call_command

from gir.letters import send_week
from gir.services.dilemmas import choose_week
from gir.services.taking_effect import take_effect
from jobs import ScheduleSpec, every, job


@job("gir.take_effect")
def take_effect_of_editions() -> str:
    """Let people complete every edition whose first day has come."""
    return f"{take_effect()} took effect"


@job("gir.dilemma")
def dilemma_of_the_week() -> str:
    """Choose the dilemma of this week, and put it in the outbox of who asked for it."""
    week = choose_week()
    return f"{week}, {send_week()} letters" if week else "no dilemma"


@job("gir.publish_scheduled")
def publish_scheduled() -> str:
    """Publish and take down what editors approved for a moment that has come; all of Wagtail's."""
    call_command("publish_scheduled")
    return "done"


SCHEDULES = (
    ScheduleSpec(job="gir.publish_scheduled", when=every(minutes=15)),
    ScheduleSpec(job="gir.take_effect", when=every(minutes=15)),
    ScheduleSpec(job="gir.dilemma", when=every(minutes=60)),
)
