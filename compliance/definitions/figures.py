"""What every figure means: of whom, and what is divided by what."""

from django.utils.translation import gettext_lazy

from compliance.definitions.definition import COUNTING, Definition

_STAFF = gettext_lazy(
    "Everybody with an appointment in the unit, or in a unit below it, on the reference date, for"
    " whom the duty applies. External hires count as well."
)
_DENOMINATOR = gettext_lazy("Everybody who must do this, so without who stands beside the figure.")

FIGURES = (
    Definition(
        anchor="figure-rate",
        title=gettext_lazy("Percentage finished"),
        meaning=gettext_lazy(
            "Which part of those who must do this has done it. It is about people, so the figure of"
            " a ministry is not the mean of its parts. About nobody there is no percentage. It says"
            " 100% only when everybody is done, and 0% only when nobody is."
        ),
        population=_STAFF,
        numerator=gettext_lazy("Finished, on time or late."),
        denominator=_DENOMINATOR,
        source=f"GOR m11, m24; {COUNTING}",
    ),
    Definition(
        anchor="figure-rated",
        title=gettext_lazy("Must do this (denominator)"),
        meaning=gettext_lazy(
            "Everybody with an appointment in the unit on the reference date for whom the duty"
            " applied, without newcomers still in their term and without who was exempt or had"
            " it postponed. These stand beside it."
        ),
        population=_STAFF,
        source=f"GOR m11; {COUNTING}",
    ),
    Definition(
        anchor="figure-done",
        title=gettext_lazy("Finished (numerator)"),
        meaning=gettext_lazy(
            "Whoever of the denominator met the duty on or before the reference date."
        ),
        population=_DENOMINATOR,
        source=f"GOR m11; {COUNTING}",
    ),
    Definition(
        anchor="figure-done_late",
        title=gettext_lazy("Of whom late"),
        meaning=gettext_lazy("Whoever finished after their own last day."),
        population=gettext_lazy("Everybody who finished."),
        source=COUNTING,
    ),
    Definition(
        anchor="figure-open",
        title=gettext_lazy("To do"),
        meaning=gettext_lazy("Not finished yet, and the last day has not passed."),
        population=_DENOMINATOR,
        source=COUNTING,
    ),
    Definition(
        anchor="figure-in_grace",
        title=gettext_lazy("In days of grace"),
        meaning=gettext_lazy("The last day has passed, the agreed days of grace have not."),
        population=_DENOMINATOR,
        source=COUNTING,
    ),
    Definition(
        anchor="figure-overdue",
        title=gettext_lazy("Late"),
        meaning=gettext_lazy("Not finished, and the last day and the days of grace have passed."),
        population=_DENOMINATOR,
        source=COUNTING,
    ),
    Definition(
        anchor="figure-newcomer_in_term",
        title=gettext_lazy("New, still in term"),
        meaning=gettext_lazy(
            "Came in the last months and still has time. Stands beside the figure."
        ),
        population=gettext_lazy(
            "Everybody who came during the period; the rule says for how long."
        ),
        source=f"BIO2 6.03.02; {COUNTING}",
    ),
    Definition(
        anchor="figure-exempt",
        title=gettext_lazy("Exempt"),
        meaning=gettext_lazy("Does not have to do it in this period. Stands beside the figure."),
        population=_STAFF,
        source=COUNTING,
    ),
    Definition(
        anchor="figure-paused",
        title=gettext_lazy("Postponed"),
        meaning=gettext_lazy("Away for long: the last day moves along. Stands beside the figure."),
        population=_STAFF,
        source=COUNTING,
    ),
    Definition(
        anchor="figure-teams",
        title=gettext_lazy("Teams that held their session"),
        meaning=gettext_lazy(
            "Some duties are those of a team, such as the yearly session on how we work together."
            " Then we count teams, not people."
        ),
        population=gettext_lazy("Every team in the unit, or below it, on the reference date."),
        numerator=gettext_lazy("Teams that held the session, on time or late."),
        denominator=gettext_lazy("All teams for which the duty applies."),
        source="GOR m2",
    ),
    Definition(
        anchor="figure-target",
        title=gettext_lazy("Target"),
        meaning=gettext_lazy(
            "What an organisation wants to reach, with the decision in which it was laid down. A"
            " unit without a target of its own has that of the nearest unit above it. Nobody has a"
            " target until one is recorded."
        ),
        source="GOR m13, m24",
    ),
    Definition(
        anchor="figure-trend",
        title=gettext_lazy("Course of the year"),
        meaning=gettext_lazy(
            "The percentage on the last day of each month, this year and last year, each in the"
            " organisation as it was on that day. There is no forecast."
        ),
        population=_STAFF,
        numerator=gettext_lazy("Finished, on time or late."),
        denominator=_DENOMINATOR,
        source="GOR m25",
    ),
)
