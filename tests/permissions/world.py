"""One organisation in which every role exists and two people have something to hide.

Vera works in the team of the manager, Bram in a team next to it. Both failed a test, are exempt for
a reason and were away. Whatever tells about that is a canary: it may come up on no page of another.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from io import StringIO
from pathlib import Path
from uuid import UUID

from django.contrib.auth.models import Group, Permission
from django.core.files.base import ContentFile
from django.core.management import call_command
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import GroupPagePermission, Site

from accounts.enums import ApiScope
from accounts.tokens import make_token
from assets.models import SiteDocument, SiteImage
from compliance.enums import (
    CheckKnowledge,
    EventKind,
    ImprovementPhase,
    ReasonCode,
    Subject,
)
from compliance.improving.changing import ActionContent, add_action
from compliance.models import (
    EventSubscription,
    Export,
    Obligation,
    ObligationEvent,
    Requirement,
    RequirementDraft,
    Target,
)
from compliance.models.exports import private_storage
from compliance.rules.audiences import AudienceRule
from compliance.rules.drafting import AcceptedRule, DraftContent, DraftRule
from compliance.services.drafts import start_draft
from compliance.services.targets import set_target
from compliance.snapshots.asking import request_check, request_snapshot
from compliance.snapshots.doing import do_check
from compliance.snapshots.schedule import schedule_day
from compliance.snapshots.taking import take_snapshot
from core import clock
from gir.models import Question, Theme
from guidance.loading.directory_files import read_directory
from guidance.models import Poll
from home.services import ensure_home
from jobs.enums import RunState
from jobs.models import JobRun
from lms.models import Activity, Answer, LedgerCheck
from organisations.enums import MandateKind, RoleKind, UnitKind
from organisations.models import Person, PersonMerge, Unit
from tests.compliance.story import moment, plan_on, yearly
from tests.factories.accounts import UserFactory
from tests.factories.guidance import ContactFactory, HelpRoleFactory
from tests.factories.lms import (
    ActivityFactory,
    AttemptFactory,
    CompletionFactory,
    ResumePositionFactory,
)
from tests.factories.notifications import NoticeFactory
from tests.factories.organisations import (
    AbsenceFactory,
    AppointmentFactory,
    MandateFactory,
    PersonFactory,
    RoleAssignmentFactory,
    UnitFactory,
)
from tests.factories.workshops import BookingFactory, EventFactory
from tests.gir.code import edition
from tests.lms.pages import Course, make_course
from tests.permissions.roles import Role
from tests.toolbox.kit import make_box, make_tool
from tests.toolbox.practice_kit import make_practice
from toolbox.enums import SessionState
from toolbox.loading.knowledge import ensure_index as ensure_kennishuis
from toolbox.models import TeamAgreement, TeamSession
from toolbox.practice_enums import PracticeState

NOW = moment("2026-11-22")
VERA, BRAM, STAFF, DECIDER = "Vera Kanarie", "Bram Buizerd", "Stef Stafmus", "Dirk Doorslag"
TOP = "Tess Torenvalk"
"""Works at the very unit of the mandates of officer, auditor and works council."""
TEAM = (VERA, *(f"Teamlid Nummer{n}" for n in range(1, 6)))
# Long enough to stand in no random key.
ATTEMPT_NUMBER = 739_145_872
QUESTION_KEY = "kanarie-vraag"
CHOSEN = "kanarie-keuze"
AWAY = (date(2026, 7, 17), date(2026, 9, 14))
REASON = ReasonCode.OTHER_FORM
PLACE = "Kanariepagina"
AGREEMENT = "Kanarie-afspraak van het team"
MANDATES = {
    Role.MANAGER: (MandateKind.MANAGER, "bzk-1"),
    Role.HIGHER_MANAGER: (MandateKind.MANAGER, "bzk"),
    Role.COMPLIANCE_OFFICER: (MandateKind.COMPLIANCE_OFFICER, "ministerie"),
    Role.AUDITOR: (MandateKind.AUDITOR, "ministerie"),
    Role.WORKS_COUNCIL: (MandateKind.WORKS_COUNCIL, "ministerie"),
}


@dataclass(kw_only=True)
class World:
    """What the tests need to know of the organisation."""

    units: dict[str, Unit]
    persons: dict[str, Person]
    visitors: dict[Role, Person]
    duty: Requirement
    course: Course
    document: SiteDocument
    ids: dict[str, int | str] = field(default_factory=dict)


def make_world(course: Course | None = None) -> World:
    """Build it all; the dates lie before `NOW`."""
    ensure_home()
    with clock.at(moment("2020-01-01")):
        units = _units()
        persons = {name: _member(units["bzk-1"], name) for name in TEAM}
        for name in (BRAM, *(f"Buurman Nummer{n}" for n in range(1, 6))):
            persons[name] = _member(units["bzk-10"], name)
        persons[STAFF] = _member(units["bzk"], STAFF)
        persons[TOP] = _member(units["ministerie"], TOP)
        persons[DECIDER] = _member(units["elders"], DECIDER)
        visitors = {role: _visitor(role, units) for role in Role if role is not Role.ANONYMOUS}
        _code_of_conduct()
        make_tool(make_box(), "T1")
        ensure_kennishuis()
        _guide()
        duty = yearly(requirement__title="Integriteit", requirement__key="integriteit")
        yearly(
            requirement__title="Teamsessie",
            requirement__key="teamsessie",
            requirement__subject=Subject.TEAM,
        )
    course = course or make_course()
    world = World(
        units=units,
        persons=persons,
        visitors=visitors,
        duty=duty,
        course=course,
        document=_document(),
    )
    plan_on("2026-01-02")
    with clock.at(moment("2026-10-01")):
        for name in (VERA, BRAM):
            _account(persons[name])
            _hide_something(world, persons[name])
        world.ids = _rows(world)
    return world


def _units() -> dict[str, Unit]:
    """Return a ministry with a directorate of two teams; one code begins with the other."""
    top = UnitFactory(code="ministerie", name="Ministerie", kind=UnitKind.MINISTRY)
    directorate = UnitFactory(code="bzk", name="Directie", parent=top, kind=UnitKind.DIRECTORATE)
    return {
        "ministerie": top,
        "bzk": directorate,
        "bzk-1": UnitFactory(code="bzk-1", name="Team Een", parent=directorate),
        "bzk-10": UnitFactory(code="bzk-10", name="Team Tien", parent=directorate),
        "overig": UnitFactory(code="overig", name="Team Overig", parent=top),
        "elders": UnitFactory(code="elders", name="Ander ministerie", kind=UnitKind.MINISTRY),
    }


def _member(unit: Unit, name: str) -> Person:
    first, last = name.split(" ", 1)
    person: Person = PersonFactory(
        name=name, sort_name=f"{last}, {first}", email=f"{last.lower()}@kanarie.example"
    )
    AppointmentFactory(person=person, unit=unit)
    return person


def _visitor(role: Role, units: dict[str, Unit]) -> Person:
    name = f"Bezoeker {role.name.title().replace('_', '')}"
    person = _member(units["overig"], name)
    _account(person, admin=role is Role.SUPERUSER)
    if role is Role.TRAINER:
        RoleAssignmentFactory(person=person, role=RoleKind.TRAINER, unit=units["ministerie"])
    if role in MANDATES:
        kind, code = MANDATES[role]
        MandateFactory(holder=person, unit=units[code], kind=kind)
    if role is Role.EDITOR:
        person.user.groups.add(_editors())
    return person


def _account(person: Person, **traits: bool) -> None:
    first, last = person.name.split(" ", 1)
    person.user = UserFactory(email=person.email, first_name=first, last_name=last, **traits)
    person.save()


def _editors() -> Group:
    """Return a group that writes and publishes pages and may do nothing else."""
    group = Group.objects.create(name="Schrijvers")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    root = Site.objects.get(is_default_site=True).root_page
    for kind in ("add", "change", "publish"):
        right = Permission.objects.get(
            codename=f"{kind}_page", content_type__app_label="wagtailcore"
        )
        GroupPagePermission.objects.create(group=group, page=root, permission=right)
    return group


def _hide_something(world: World, person: Person) -> None:
    """Let somebody fail a test, be away and be exempt."""
    course, module = (Activity.objects.get(key=key) for key in ("sample", "sample/first"))
    version = module.versions.latest("number")
    attempt = AttemptFactory(person=person, activity=module, version=version, number=ATTEMPT_NUMBER)
    Answer.objects.create(
        attempt=attempt, question_key=QUESTION_KEY, chosen=[CHOSEN], is_correct=False
    )
    ResumePositionFactory(
        person=person, course=course, module=module, title=PLACE, path="/kanariepagina/"
    )
    CompletionFactory(person=person, activity=ActivityFactory(title="Vrijwillige kanariecursus"))
    AbsenceFactory(person=person, valid_from=AWAY[0], valid_until=AWAY[1])
    ObligationEvent.objects.create(
        obligation=Obligation.objects.get(person=person, cycle__label="2026"),
        kind=EventKind.EXEMPTED,
        effective_on=date(2026, 2, 1),
        until_on=date(2027, 2, 1),
        reason_code=REASON,
        actor=world.persons[DECIDER],
    )


def _document() -> SiteDocument:
    file = ContentFile(b"Lees eerst dit.", "leeswijzer.txt")
    return SiteDocument.objects.create(title="Leeswijzer", file=file)


def _image() -> str:
    image = SiteImage.objects.create(title="Kompasroos", file=get_test_image_file())
    return Path(image.get_rendition("width-100").file.name).name


def _export(world: World) -> Export:
    """Return a file that the compliance officer asked for."""
    file = private_storage().save("exports/kanarie.csv", ContentFile(b"Onderdeel;Klaar"))
    export: Export = Export.objects.create(
        kind="onderdelen",
        parameters={"onderdeel": "ministerie", "peildatum": "2026-09-30"},
        format="csv",
        requested_by=world.visitors[Role.COMPLIANCE_OFFICER],
        file=file,
        rows=1,
        finished_at=NOW,
        expires_at=NOW + timedelta(days=7),
    )
    return export


def _draft(world: World) -> RequirementDraft:
    """Return a proposal for the part of the organisation of the compliance officer."""
    accepted = world.duty.versions.get().accepted.get().activity.key
    rule = DraftRule(
        audience=AudienceRule(units=("ministerie",)), accept=(AcceptedRule(activity=accepted),)
    )
    content = DraftContent(
        key="nieuw", title="Nieuwe regel", note="Omdat", valid_from=date(2027, 1, 1), rule=rule
    )
    return start_draft(content=content, by=world.visitors[Role.COMPLIANCE_OFFICER])


def _target(world: World) -> Target:
    """Return a target in the part of the organisation of the compliance officer."""
    return set_target(
        unit=world.units["bzk-1"],
        requirement=world.duty,
        percentage=95,
        source="Jaarplan",
        valid_from=date(2026, 1, 1),
    )


def _code_of_conduct() -> None:
    """Publish an edition with an article, a theme and a question."""
    edition("2020", date(2020, 1, 1), {"4-1": "Een geschenk is nooit meer waard dan 50 euro."})
    theme = Theme.objects.create(key="geschenken", title="Geschenken", article_keys=["4-1"])
    question = Question(key="bloemen", text="Mag ik bloemen aannemen?", article_keys=["4-1"])
    question.save()
    question.themes.add(theme)
    question.save()


def _guide() -> None:
    """Publish the guide that comes with Kompas, with the roles that it names."""
    for role in read_directory().roles:
        HelpRoleFactory(key=role.key, name=role.name, serves_externals=role.externals)
    call_command("load_guide", publish=True, stdout=StringIO())


def _rows(world: World) -> dict[str, int | str]:
    """Return one row for each address that has an id in it."""
    vera, learner = world.persons[VERA], world.visitors[Role.LEARNER]
    obligation = vera.obligations.select_related("version", "cycle").get(cycle__label="2026")
    double = PersonFactory(name="Dubbele Kaart")
    dead = {"name": "compliance.plan", "state": RunState.DEAD, "attempts": 1, "max_attempts": 1}
    return {
        "requirement": world.duty.pk,
        "requirementversion": obligation.version.pk,
        "requirementdraft": _draft(world).pk,
        "cycle": obligation.cycle.pk,
        "obligation": obligation.pk,
        "event": obligation.events.get().pk,
        "target": _target(world).pk,
        "snapshotday": schedule_day(month=12, day=31).pk,
        "ledger": vera.completions.get().pk,
        "person": vera.pk,
        "vera": str(vera.uuid),
        "unit": world.units["bzk-1"].pk,
        "unitversion": world.units["bzk-1"].versions.get().pk,
        "appointment": vera.appointments.get().pk,
        "roleassignment": RoleAssignmentFactory(person=vera).pk,
        "contact": str(ContactFactory(unit=world.units["bzk-1"]).uuid),
        "mandate": world.visitors[Role.MANAGER].mandates.get().pk,
        "absence": vera.absences.get().pk,
        "personmerge": PersonMerge.objects.create(person=double, into=vera).pk,
        "notice": NoticeFactory(person=vera, kind="compliance.reminder").pk,
        "jobrun": JobRun.objects.create(**dead).pk,
        **_connections(world),
        "practice": str(make_practice(learner, state=PracticeState.PUBLISHED).uuid),
        "practice_waiting": str(make_practice(learner, state=PracticeState.SUBMITTED).uuid),
        "improvement": str(_improvement(world)),
        "poll": Poll.objects.create(key="kanarie", question="Weet je de weg?", is_on=True).key,
        "document": world.document.pk,
        "file": world.document.filename,
        "image": _image(),
        **_snapshots(world),
        "export": str(_export(world).uuid),
        **_workshop(world),
        "teamsession": str(_team_session(world).uuid),
    }


def _improvement(world: World) -> UUID:
    """Return an action of the team of the manager."""
    content = ActionContent(
        phase=ImprovementPhase.PLAN,
        text="Elk kwartaal een workshop",
        owner="Hoofd P&O",
        source="RI&E",
        due_on=date(2026, 12, 1),
    )
    officer = world.visitors[Role.COMPLIANCE_OFFICER]
    team = world.units["bzk-1"]
    return add_action(unit_id=team.pk, year=2026, content=content, by=officer).action


def _workshop(world: World) -> dict[str, str]:
    """Return a workshop that the trainer gives, to which somebody comes."""
    event = EventFactory(
        organiser=world.units["bzk-1"], trainer=world.visitors[Role.TRAINER], sessions=1
    )
    guest = PersonFactory(name="Wies Wulp")
    booking = BookingFactory(event=event, person=guest)
    return {"workshop": str(event.uuid), "booking": str(booking.uuid)}


def _team_session(world: World) -> TeamSession:
    """Return a session that a team held, with what it agreed."""
    session: TeamSession = TeamSession.objects.create(
        unit=world.units["bzk-1"],
        state=SessionState.HELD,
        held_on=date(2026, 5, 12),
        recorded_by=world.visitors[Role.MANAGER],
        recorded_at=NOW,
    )
    TeamAgreement.objects.create(
        session=session,
        position=1,
        text=AGREEMENT,
        owner=world.persons[VERA],
        review_on=date(2026, 9, 1),
    )
    return session


def _snapshots(world: World) -> dict[str, int | str]:
    """Return a snapshot, a check of it that found nothing, and a request that waits."""
    snapshot = take_snapshot(reference_date=date(2026, 9, 30))
    auditor = world.visitors[Role.AUDITOR]
    check = request_check(snapshot=snapshot, knowledge=CheckKnowledge.THEN, by=auditor)
    do_check(check, lambda _done, _total: None)
    request = request_snapshot(reference_date=date(2026, 9, 1), by=auditor)
    return {
        "snapshot": str(snapshot.uuid),
        "snapshotcheck": str(check.uuid),
        "snapshotrequest": str(request.uuid),
    }


def _connections(world: World) -> dict[str, int | str]:
    """Return a key of the API, a receiver of events and a check of the ledger."""
    unit, facts = world.units["bzk-1"], {"name": "HR", "purpose": "Dossier"}
    token, _key = make_token(
        **facts, scopes=ApiScope, reach=unit.uuid, expires_on=date(2026, 12, 31), by=None
    )
    receiver = EventSubscription.objects.create(**facts, url="https://hr.example/", unit=unit)
    check = LedgerCheck.objects.create(batches=0, rows=0, waiting=0, with_file=False, problems=0)
    return {"apitoken": token.pk, "eventsubscription": receiver.pk, "ledgercheck": check.pk}
