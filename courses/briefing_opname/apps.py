"""App configuration and spec of the recording of the yearly briefing."""

from lms.plugins import CourseConfig, CourseSpec, ModuleSpec


class BriefingOpnameConfig(CourseConfig):
    """Watch the film, or read what it tells, and answer three questions about it.

    Its key is that of the activity which the seeded duty accepts instead of being there.
    """

    name = "courses.briefing_opname"
    label = "briefing_opname"
    verbose_name = "Opname van de briefing door spilfunctionarissen"
    spec = CourseSpec(
        key="briefing-spilfunctionarissen-opname",
        title="Opname van de briefing door spilfunctionarissen",
        repeats="yearly",
        modules=(
            ModuleSpec(key="kijken-of-lezen", title="Kijk of lees de briefing"),
            ModuleSpec(key="controlevragen", title="Drie controlevragen"),
        ),
    )
