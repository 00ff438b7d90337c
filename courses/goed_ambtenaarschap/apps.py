"""App configuration and spec of the course Goed ambtenaarschap."""

from lms.plugins import CourseConfig, CourseSpec, ModuleSpec


class GoedAmbtenaarschapConfig(CourseConfig):
    """The six modules of measure 11 of the GOR Rijk; their keys never change."""

    name = "courses.goed_ambtenaarschap"
    label = "goed_ambtenaarschap"
    verbose_name = "Goed ambtenaarschap"
    spec = CourseSpec(
        key="goed-ambtenaarschap",
        title="Goed ambtenaarschap",
        repeats="once",
        variants=("goed-ambtenaarschap-kort",),
        modules=(
            ModuleSpec(key="ambtelijk-vakmanschap", title="Ambtelijk vakmanschap"),
            ModuleSpec(key="persoonlijk-leiderschap", title="Persoonlijk leiderschap"),
            ModuleSpec(
                key="psychologische-en-sociale-veiligheid",
                title="Psychologische en sociale veiligheid",
            ),
            ModuleSpec(key="omgangsvormen", title="Omgangsvormen"),
            ModuleSpec(key="veilig-uitspreken", title="Veilig uitspreken, dialoog en ethiek"),
            ModuleSpec(key="integriteit", title="Integriteit"),
        ),
    )
