"""The sample course's own block."""

from wagtail.blocks import CharBlock, ListBlock, StructBlock


class StepPlanBlock(StructBlock):
    """Steps in order."""

    title = CharBlock(label="Titel")
    steps = ListBlock(CharBlock(), label="Stappen")

    class Meta:
        icon = "list-ol"
        label = "Stappenplan"
        template = "kompas_sample_course/step_plan.html"
