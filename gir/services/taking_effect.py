"""An edition whose first day has come becomes a version of the activity that people complete.

Compliance sees that version and decides whether people are asked again: nothing is called there.
"""

from datetime import date, datetime, time

import structlog
from django.db import transaction

from core import clock
from gir.models import Edition, TakenEffect
from gir.reports.readings import ACTIVITY_KEY, code_on, hash_of_code
from lms.api import Activity, ActivityKind, ActivityVersion

logger = structlog.get_logger(__name__)

ACTIVITY_TITLE = "Gedragscode Integriteit Rijk"
START_PATH = "/gir/gelezen/"


@transaction.atomic
def take_effect() -> int:
    """Give every edition that came into force its version of the activity; return how many got one.

    The same again changes nothing, also at the same moment: the activity is locked. An edition that
    was withdrawn, or replaced on its own first day, never was in force.
    """
    if not _waiting():
        return 0
    activity = _locked_activity()
    waiting = _waiting()
    first = activity.versions.count() + 1
    for number, edition in enumerate(waiting, start=first):
        version = _version(activity, edition, number)
        TakenEffect.objects.create(edition=edition, version=version)
        logger.info("edition took effect", edition=edition.code, version=version.pk)
    if activity.start_path != START_PATH:
        activity.start_path = START_PATH
        activity.save(update_fields=["start_path"])
    return len(waiting)


def _waiting() -> list[Edition]:
    """Return what came into force and has no version yet, oldest first; of one day the last."""
    come = Edition.objects.in_force_on(clock.today())
    last_of_day: dict[date, Edition] = {}
    for edition in come.select_related("taken_effect"):
        last_of_day.setdefault(edition.valid_from, edition)
    return [
        edition
        for _day, edition in sorted(last_of_day.items())
        if not hasattr(edition, "taken_effect")
    ]


def _locked_activity() -> Activity:
    Activity.objects.get_or_create(
        key=ACTIVITY_KEY,
        defaults={"kind": ActivityKind.ACKNOWLEDGEMENT, "title": ACTIVITY_TITLE},
    )
    activity: Activity = Activity.objects.select_for_update().get(key=ACTIVITY_KEY)
    return activity


def _version(activity: Activity, edition: Edition, number: int) -> ActivityVersion:
    version: ActivityVersion = ActivityVersion.objects.create(
        activity=activity,
        number=number,
        content_hash=hash_of_code(code_on(edition.valid_from)),
        change_class=edition.change_class,
        summary=edition.summary,
        published_at=datetime.combine(edition.valid_from, time.min, clock.AMSTERDAM),
    )
    return version
