"""Good practices and a story of the demo: one to read, one to judge, one sent back. All made up."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from demo.rijk import SHOWCASE, SHOWCASE_TEAM
from organisations.models import Person, Unit
from toolbox.enums import Audience, TeamTrait, Theme
from toolbox.loading.knowledge import ensure_index
from toolbox.models import GoodPractice, KnowledgePage, PracticeStep
from toolbox.practice_enums import KnowledgeKind, PracticeState
from toolbox.services.knowledge_groups import ensure_editors

_MADE_UP = "(Verzonnen voor de demo.)"

_STORY = """<p>In ons overleg kwam steeds hetzelfde grapje over mijn accent. Iedereen lachte, en
ik ook. Na een paar weken durfde ik minder te zeggen.</p><p>Een collega merkte het en vroeg na
afloop: ‘Hoe is dat voor jou?’ Dat hielp. De week erna zei ik: ‘Dit grapje vind ik niet leuk meer.’
Het werd even stil. Toen zei iemand: ‘Je hebt gelijk, sorry.’ Het is niet meer teruggekomen.</p>
<p>(Dit verhaal is verzonnen voor de demo.)</p>"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """A practice, with how far it came."""

    title: str
    unit: str
    problem: str
    action: str
    result: str
    tips: str
    themes: tuple[Theme, ...]
    audiences: tuple[Audience, ...]
    traits: tuple[TeamTrait, ...]
    state: PracticeState
    days_ago: int
    comment: str = ""
    shows_name: bool = False


SHARED = (
    Shared(
        title="Vijf minuten ‘hoe zit je erbij?’ aan het begin van de week",
        unit=SHOWCASE_TEAM,
        problem="We werken veel thuis. Wie het zwaar had, merkten we vaak pas laat.",
        action=(
            "Elke maandag beginnen we het overleg met één rondje. Iedereen zegt in één zin hoe "
            "de week begint. Je mag ook ‘ik pas’ zeggen. We reageren niet meteen."
        ),
        result="We vragen elkaar nu eerder om hulp. Het rondje kost echt vijf minuten.",
        tips=f"Laat de leidinggevende niet altijd beginnen. {_MADE_UP}",
        themes=(Theme.SAFETY, Theme.LEADERSHIP),
        audiences=(Audience.EVERYONE, Audience.MANAGERS),
        traits=(TeamTrait.HYBRID, TeamTrait.PRESSURE),
        state=PracticeState.PUBLISHED,
        days_ago=40,
        shows_name=True,
    ),
    Shared(
        title="Een buddy voor elke nieuwe externe collega",
        unit=SHOWCASE,
        problem="Externe collega’s wisten niet bij wie ze terechtkonden met een vraag of twijfel.",
        action=(
            "Elke externe krijgt op de eerste dag een buddy uit een ander team. Samen lopen ze de "
            "gedragscode en Hulp of melden door. In week zes vraagt de buddy wat opvalt."
        ),
        result="Externe collega’s stellen in hun eerste maand meer vragen, en wij leren ervan.",
        tips=f"Kies een buddy die geen beoordelaar is. {_MADE_UP}",
        themes=(Theme.CONDUCT, Theme.INTEGRITY),
        audiences=(Audience.NEWCOMERS, Audience.EXTERNALS),
        traits=(TeamTrait.NEW,),
        state=PracticeState.SUBMITTED,
        days_ago=3,
    ),
    Shared(
        title="Na een lastig telefoongesprek even naar buiten",
        unit=SHOWCASE_TEAM,
        problem="Na een gesprek met een boze beller ging iedereen meteen door met het volgende.",
        action="Wie een lastig gesprek had, loopt tien minuten met een collega naar buiten.",
        result=f"We praten er nu direct over, en niet pas weken later. {_MADE_UP}",
        tips="",
        themes=(Theme.AGGRESSION, Theme.CARE),
        audiences=(Audience.FRONT_OFFICE,),
        traits=(TeamTrait.PUBLIC,),
        state=PracticeState.RETURNED,
        days_ago=12,
        comment="Mooi en klein. Kun je erbij zetten wie dan de telefoon overneemt?",
    ),
)


def share(*, submitter: Person, editor: Person, until: datetime) -> None:
    """Write the practices with their steps, as judged by somebody else; and one story."""
    for one in SHARED:
        _write(one, submitter, editor, until)
    _tell_story(editor, until)


def _write(one: Shared, submitter: Person, editor: Person, until: datetime) -> None:
    sent_in = until - timedelta(days=one.days_ago)
    is_answered = one.state != PracticeState.SUBMITTED
    answered = sent_in + timedelta(days=2) if is_answered else sent_in
    is_published = one.state == PracticeState.PUBLISHED
    same = ("title", "problem", "action", "result", "tips", "state", "comment", "shows_name")
    practice = GoodPractice.objects.create(
        unit=Unit.objects.get(code=one.unit),
        submitted_by=submitter,
        has_consent=True,
        is_anonymous=True,
        changed_at=answered,
        published_at=answered if is_published else None,
        themes=[str(theme) for theme in one.themes],
        audiences=[str(audience) for audience in one.audiences],
        traits=[str(trait) for trait in one.traits],
        **{name: getattr(one, name) for name in same},
    )
    for state, by, at in (
        (PracticeState.DRAFT, submitter, sent_in - timedelta(hours=1)),
        (PracticeState.SUBMITTED, submitter, sent_in),
    ):
        PracticeStep.objects.create(practice=practice, state=state, by=by, recorded_at=at)
    if is_answered:
        PracticeStep.objects.create(
            practice=practice,
            state=one.state,
            by=editor,
            recorded_at=answered,
            comment=one.comment,
            checked_anonymous=is_published,
        )


def _tell_story(editor: Person, until: datetime) -> None:
    index = ensure_index()
    user = Person.objects.select_related("user").get(pk=editor.pk).user
    if user is not None:
        user.groups.add(ensure_editors(index))
    page = KnowledgePage(
        title="‘Ik zei het één keer, en het hielp’",
        slug="ik-zei-het-een-keer",
        locale=index.locale,
        kind=KnowledgeKind.STORY,
        lead="Een collega vertelt hoe een grapje elke week terugkwam, en wat er toen gebeurde.",
        body=[("text", _STORY)],
        themes=[str(Theme.CONDUCT), str(Theme.DISCRIMINATION)],
        audiences=[str(Audience.EVERYONE), str(Audience.BYSTANDERS)],
        sources="Verzonnen voor de demo",
        maintained_by="Redactie kennishuis",
        review_on=(until + timedelta(days=365)).date(),
        consent_on=(until - timedelta(days=30)).date(),
        consent_recorded_by=user,
        is_anonymised=True,
        anonymised_by=user,
    )
    index.add_child(instance=page)
    page.save_revision().publish()
