"""What the figures mean that only the page about improving has."""

from django.utils.translation import gettext_lazy

from compliance.definitions.definition import Definition

IMPROVING = (
    Definition(
        anchor="figure-gap",
        title=gettext_lazy("Difference with the target"),
        meaning=gettext_lazy(
            "The percentage that is finished on the reference date, less the target that holds on"
            " that day, in points. Without a target, or when the group is too small to show, there"
            " is no difference."
        ),
        population=gettext_lazy("The same people, or teams, as the percentage itself."),
        source="GOR m13, m24",
    ),
    Definition(
        anchor="figure-moments",
        title=gettext_lazy("Earlier moments"),
        meaning=gettext_lazy(
            "The percentage of the end of last year and of each quarter, as it was frozen in a"
            " snapshot then. What was recorded later is not in it."
        ),
        population=gettext_lazy(
            "Everybody in the unit, or in a unit below it, on the day of the snapshot."
        ),
        source="GOR m25",
    ),
    Definition(
        anchor="figure-actions",
        title=gettext_lazy("Actions"),
        meaning=gettext_lazy(
            "What a unit recorded that it does in a year to improve. To do, past its last day,"
            " taken along to the next year, done or dropped: each action counts once."
        ),
        population=gettext_lazy("The actions of the unit itself, not those of units below it."),
        source="GOR m13, m25",
    ),
)
