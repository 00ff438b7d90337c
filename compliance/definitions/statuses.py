"""What every status means."""

from django.utils.translation import gettext_lazy

from compliance.definitions.definition import COUNTING, Definition
from compliance.enums import Status

STATUSES = (
    Definition(
        anchor=f"status-{Status.DONE_ON_TIME.value}",
        title=gettext_lazy("Finished on time"),
        meaning=gettext_lazy("Did what is asked, on the last day or before it."),
        source="GOR m11",
    ),
    Definition(
        anchor=f"status-{Status.DONE_LATE.value}",
        title=gettext_lazy("Finished late"),
        meaning=gettext_lazy(
            "Did what is asked, after the last day and within the period. Counts as finished."
        ),
        source="GOR m11",
    ),
    Definition(
        anchor=f"status-{Status.OPEN.value}",
        title=gettext_lazy("To do"),
        meaning=gettext_lazy(
            "Not finished yet, and the last day has not passed. For who is new this is called"
            " “still in term”, and stands beside the figure."
        ),
        source=COUNTING,
    ),
    Definition(
        anchor=f"status-{Status.IN_GRACE.value}",
        title=gettext_lazy("In days of grace"),
        meaning=gettext_lazy("The last day has passed, the agreed days of grace have not."),
        source=COUNTING,
    ),
    Definition(
        anchor=f"status-{Status.OVERDUE.value}",
        title=gettext_lazy("Late"),
        meaning=gettext_lazy("Not finished, and the last day and the days of grace have passed."),
        source=COUNTING,
    ),
    Definition(
        anchor=f"status-{Status.EXEMPT.value}",
        title=gettext_lazy("Exempt"),
        meaning=gettext_lazy(
            "Does not have to do it for a time, for a reason from a fixed list without medical"
            " detail. Who finishes anyway counts as finished."
        ),
        source=COUNTING,
    ),
    Definition(
        anchor=f"status-{Status.PAUSED.value}",
        title=gettext_lazy("Postponed"),
        meaning=gettext_lazy(
            "Away for long. The last day moves along with the absence. We never know why somebody"
            " is away."
        ),
        source=COUNTING,
    ),
    Definition(
        anchor=f"status-{Status.NOT_APPLICABLE.value}",
        title=gettext_lazy("Does not apply"),
        meaning=gettext_lazy(
            "The duty was there, but no longer applies: somebody left, or went to other work."
            " Stands in no figure."
        ),
        source=COUNTING,
    ),
    Definition(
        anchor=f"status-{Status.NOT_YET_OPEN.value}",
        title=gettext_lazy("Not open yet"),
        meaning=gettext_lazy("The period starts later. Stands in no figure."),
        source=COUNTING,
    ),
)
