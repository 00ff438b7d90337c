"""App configuration and spec of the yearly e-learning Integriteit en sociale veiligheid."""

from lms.plugins import CourseConfig, CourseSpec, ModuleSpec


class IntegriteitSocialeVeiligheidConfig(CourseConfig):
    """Six short parts; only the last one has a test, the others end with a button."""

    name = "courses.integriteit_sociale_veiligheid"
    label = "integriteit_sociale_veiligheid"
    verbose_name = "Integriteit en sociale veiligheid"
    spec = CourseSpec(
        key="integriteit-en-sociale-veiligheid",
        title="Integriteit en sociale veiligheid",
        repeats="yearly",
        modules=(
            ModuleSpec(key="terugblik", title="Terugblik"),
            ModuleSpec(key="integriteit-in-je-werk", title="Integriteit in je werk"),
            ModuleSpec(key="sociale-veiligheid", title="Sociale veiligheid"),
            ModuleSpec(key="agressie-van-buiten", title="Agressie van buiten, ook online"),
            ModuleSpec(key="omstander", title="Omstander"),
            ModuleSpec(key="de-weg-vinden", title="De weg vinden"),
        ),
    )
