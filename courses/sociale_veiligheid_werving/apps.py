"""App configuration and spec of the mini course for recruiters."""

from lms.plugins import CourseConfig, CourseSpec, ModuleSpec


class SocialeVeiligheidWervingConfig(CourseConfig):
    """A quarter of an hour, for who wants to; nothing about candidates is kept (GOR m9)."""

    name = "courses.sociale_veiligheid_werving"
    label = "sociale_veiligheid_werving"
    verbose_name = "Sociale veiligheid bij werving en selectie"
    spec = CourseSpec(
        key="sociale-veiligheid-werving",
        title="Sociale veiligheid bij werving en selectie",
        repeats="once",
        modules=(
            ModuleSpec(key="waar-let-je-op", title="Waar let je op?"),
            ModuleSpec(key="vragen-en-kiezen", title="Vragen naar gedrag en eerlijk kiezen"),
            ModuleSpec(key="beoordelen", title="Beoordelen, en drie vragen"),
        ),
    )
