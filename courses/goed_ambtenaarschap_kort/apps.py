"""App configuration and spec of the short form of the course Goed ambtenaarschap."""

from lms.plugins import CourseConfig, CourseSpec, ModuleSpec


class GoedAmbtenaarschapKortConfig(CourseConfig):
    """What is new, one part per module of the whole course, and a test over all six (GOR m12)."""

    name = "courses.goed_ambtenaarschap_kort"
    label = "goed_ambtenaarschap_kort"
    verbose_name = "Goed ambtenaarschap, verkorte vorm"
    spec = CourseSpec(
        key="goed-ambtenaarschap-kort",
        title="Goed ambtenaarschap, verkorte vorm",
        repeats="once",
        modules=(
            ModuleSpec(key="wat-is-nieuw", title="Wat is nieuw?"),
            ModuleSpec(key="ambtelijk-vakmanschap", title="Ambtelijk vakmanschap in het kort"),
            ModuleSpec(key="persoonlijk-leiderschap", title="Persoonlijk leiderschap in het kort"),
            ModuleSpec(
                key="psychologische-en-sociale-veiligheid",
                title="Psychologische en sociale veiligheid in het kort",
            ),
            ModuleSpec(key="omgangsvormen", title="Omgangsvormen in het kort"),
            ModuleSpec(key="veilig-uitspreken", title="Veilig uitspreken in het kort"),
            ModuleSpec(key="integriteit", title="Integriteit in het kort, en de toets"),
        ),
    )
