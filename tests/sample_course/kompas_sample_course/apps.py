"""What the sample course is."""

from lms.plugins import CourseConfig, CourseSpec, ModuleSpec


class SampleCourseConfig(CourseConfig):
    """Two modules, and a block that shows a step-by-step plan."""

    name = "kompas_sample_course"
    verbose_name = "Voorbeeldcursus"
    spec = CourseSpec(
        key="voorbeeldcursus",
        title="Voorbeeldcursus",
        modules=(
            ModuleSpec(key="lezen", title="Lezen"),
            ModuleSpec(key="oefenen", title="Oefenen"),
        ),
        blocks={"step_plan": "kompas_sample_course.blocks.StepPlanBlock"},
    )
