"""What every rule of counting means."""

from django.utils.translation import gettext_lazy

from compliance.definitions.definition import COUNTING, PRIVACY, Definition

RULES = (
    Definition(
        anchor="rule-reference_date",
        title=gettext_lazy("Reference date"),
        meaning=gettext_lazy(
            "The day that a figure is about, in Dutch time. Who works in the unit on that day"
            " counts, in the organisation as it was then. So a merger does not change the figures"
            " of before."
        ),
        source=COUNTING,
    ),
    Definition(
        anchor="rule-known_at",
        title=gettext_lazy("As known at"),
        meaning=gettext_lazy(
            "What was recorded later is not in these figures. With the same date and the same"
            " moment everybody gets the same figures, at any time."
        ),
        source="GOR m25",
    ),
    Definition(
        anchor="rule-several_units",
        title=gettext_lazy("People in several units"),
        meaning=gettext_lazy(
            "Count once in each unit that they work in, and once in every unit above it. So the"
            " whole may be less than the sum of its parts."
        ),
        source=COUNTING,
    ),
    Definition(
        anchor="rule-small_groups",
        title=gettext_lazy("Small groups"),
        meaning=gettext_lazy(
            "Groups of fewer than five people show no number, and sometimes one more, so that"
            " nobody can be worked out from the rest."
        ),
        source=PRIVACY,
    ),
    Definition(
        anchor="rule-rest",
        title=gettext_lazy("The rest"),
        meaning=gettext_lazy(
            "What the units that are shown leave of the whole: small groups, and people in the unit"
            " itself. It is always a group that is large enough."
        ),
        source=PRIVACY,
    ),
    Definition(
        anchor="rule-coarse_days",
        title=gettext_lazy("Days of smaller groups"),
        meaning=gettext_lazy(
            "Of groups of fewer than 25 people we show today and the last day of each month, and no"
            " other days. Otherwise one could see what changed when somebody came or left."
        ),
        source=PRIVACY,
    ),
    Definition(
        anchor="rule-newcomers",
        title=gettext_lazy("Who is new"),
        meaning=gettext_lazy(
            "Who starts gets 90 days, unless the rule says otherwise. Until then they stand beside"
            " the figure. Who finishes earlier counts as finished at once."
        ),
        source=f"BIO2 6.03.02; {COUNTING}",
    ),
)
