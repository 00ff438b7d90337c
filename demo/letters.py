"""The messages of the demo: what Kompas would have sent lately, without sending any mail."""

from datetime import UTC, datetime, time, timedelta

from compliance.reminders.asking import remindable
from compliance.reminders.managers import plan_manager_weeks
from compliance.reminders.planning import plan_reminders
from compliance.services.reminders import remind_people
from core import clock
from notifications.enums import STOPPED, NoticeState
from notifications.models import Notice
from notifications.moments import is_working_day
from notifications.services.delivery import deliver
from organisations.models import Person

NOWHERE = "django.core.mail.backends.dummy.EmailBackend"
DAYS = 75
ASKED_BEFORE = 3
_PLANNED, _SENT = time(4, 15), time(10, 0)


def tell(*, manager: Person, until: datetime) -> None:
    """Let the reminders of the last weeks have gone out, and one by a manager lately."""
    last = clock.business_date(until)
    days = [last - timedelta(days=number) for number in range(DAYS, 0, -1)]
    working = [day for day in days if is_working_day(day)]
    for day in working:
        with clock.at(datetime.combine(day, _PLANNED, UTC)):
            plan_reminders()
            plan_manager_weeks()
        with clock.at(datetime.combine(day, _SENT, UTC)):
            if day == working[-ASKED_BEFORE]:
                _ask(manager)
            deliver(back_end=NOWHERE)
    _let_two_go_wrong()


def _ask(manager: Person) -> None:
    """Let a manager remind the first two who are late."""
    units = set(manager.mandates.current().active_on(clock.today()).values_list("unit", flat=True))
    late = [row.uuid for row in remindable(unit_ids=units, today=clock.today()) if row.is_late]
    remind_people(by=manager, unit_ids=units, uuids=late[:2])


def _let_two_go_wrong() -> None:
    """Show an operator what a message in doubt and one that came back look like."""
    sent = Notice.objects.filter(state=NoticeState.SENT).order_by("-sent_at", "pk")
    doubtful, bounced = [*sent.values_list("pk", flat=True)[:2], None, None][:2]
    Notice.objects.filter(pk=doubtful).update(
        state=NoticeState.UNKNOWN, sent_at=None, error=STOPPED
    )
    Notice.objects.filter(pk=bounced).update(state=NoticeState.BOUNCED)
