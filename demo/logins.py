"""The accounts with which one signs in to the demo: one for each kind of user."""

from dataclasses import dataclass

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Site

from accounts.models import User
from core import clock
from demo.cast import parts
from demo.facts import Population
from demo.history import Records
from gir.loading.index import ensure_index
from gir.services.groups import ensure_groups
from organisations.models import Person

PASSWORD = "welkom-bij-kompas"  # noqa: S105 (public on purpose; demo only)
EDITORS = "Redactie"


@dataclass(frozen=True, slots=True, kw_only=True)
class Login:
    """An account of the demo: which part of the cast, and what one can try with it."""

    key: str
    title: Promise
    can_try: Promise
    icon: str
    start: str = "/mijn-leren/"


LOGINS = (
    Login(
        key="learner",
        title=_("Employee"),
        can_try=_("Do the e-learning of this year, and go on half-way the course."),
        icon="user",
    ),
    Login(
        key="manager",
        title=_("Manager of a team"),
        can_try=_("See who of the team is done, also on an earlier date."),
        icon="users",
        start="/mijn-team/",
    ),
    Login(
        key="director",
        title=_("Director"),
        can_try=_("See figures from directorate to team; small groups stay hidden."),
        icon="building-2",
        start="/organisatie/",
    ),
    Login(
        key="officer",
        title=_("Coordinator of integrity at the ministry"),
        can_try=_("See the whole ministry, with persons, and what came over with the merger."),
        icon="clipboard-check",
        start="/organisatie/",
    ),
    Login(
        key="council",
        title=_("Member of the works council"),
        can_try=_("See figures of the ministry without any person."),
        icon="scale",
        start="/organisatie/",
    ),
    Login(
        key="auditor",
        title=_("Auditor"),
        can_try=_("Look up the figures of the whole Rijk on an earlier date."),
        icon="search",
        start="/organisatie/",
    ),
    Login(
        key="bonaire",
        title=_("External hire on Bonaire"),
        can_try=_("Learn from Bonaire, with dates in your own time zone."),
        icon="tree-palm",
    ),
    Login(
        key="newcomer",
        title=_("Newcomer who reads English"),
        can_try=_("Start in English, with the term of a newcomer."),
        icon="languages",
    ),
    Login(
        key="editor",
        title=_("Editor"),
        can_try=_("Change a lesson, look at it and publish it."),
        icon="pencil",
        start="/beheer/",
    ),
    Login(
        key="code-editor",
        title=_("Editor of the code of conduct"),
        can_try=_("Change an article of the code and send it to the lawyer."),
        icon="book-open",
        start="/beheer/",
    ),
    Login(
        key="lawyer",
        title=_("Lawyer of the code of conduct"),
        can_try=_("Approve what the editor proposes, or send it back with a comment."),
        icon="scale",
        start="/beheer/",
    ),
    Login(
        key="local-editor",
        title=_("Local editor of the code of conduct"),
        can_try=_("Write what your directorate adds to an article; somebody else approves it."),
        icon="pencil",
        start="/gir/aanvullingen/",
    ),
    Login(
        key="steady",
        title=_("Confidential adviser"),
        can_try=_("Say that your data in the contact directory are still right, or change them."),
        icon="heart-handshake",
        start="/hulp/mijn-gegevens/",
    ),
    Login(
        key="administrator",
        title=_("Administrator"),
        can_try=_("Manage persons, units and mandates, and everything else."),
        icon="settings",
        start="/beheer/",
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A login with the person that it belongs to."""

    login: Login
    person: Person

    @property
    def email(self) -> str:
        """The address to sign in with."""
        return self.person.email


@transaction.atomic
def open_accounts(population: Population, records: Records) -> None:
    """Let the cast sign in; one password hash for all, as making one takes long on purpose."""
    password = make_password(PASSWORD)
    code_editors, lawyers = ensure_groups(ensure_index())
    groups = {"editor": _editors(), "code-editor": code_editors, "lawyer": lawyers}
    for login in LOGINS:
        person = records.persons[population.by_key(login.key)]
        is_admin = login.key == "administrator"
        first_name, _space, last_name = person.name.partition(" ")
        person.user = User.objects.create(
            email=person.email,
            first_name=first_name,
            last_name=last_name,
            password=password,
            is_staff=is_admin,
            is_superuser=is_admin,
        )
        person.save(update_fields=["user"])
        if login.key in groups:
            person.user.groups.add(groups[login.key])


def accounts() -> list[Account]:
    """Return the accounts that one can sign in with, in the order of `LOGINS`."""
    emails = {login.key: _email_of(login.key) for login in LOGINS}
    people = Person.objects.filter(email__in=emails.values(), user__is_active=True)
    found = {person.email: person for person in people.select_related("user")}
    return [
        Account(login=login, person=found[emails[login.key]])
        for login in LOGINS
        if emails[login.key] in found
    ]


def _email_of(key: str) -> str:
    """Return the address of a part; parts and their names do not depend on the day."""
    return next(part.name.email for part in parts(clock.today()) if part.key == key)


def _editors() -> Group:
    """Return the group that writes and publishes pages, and has no say over accounts."""
    group, _made = Group.objects.get_or_create(name=EDITORS)
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    site = Site.objects.get(is_default_site=True)
    for kind in ("add", "change", "publish", "lock", "unlock"):
        right = Permission.objects.get(
            codename=f"{kind}_page", content_type__app_label="wagtailcore"
        )
        GroupPagePermission.objects.get_or_create(
            group=group, page=site.root_page, permission=right
        )
    # Wagtail asks for the rights of its own models, whatever model the site has in their place.
    files = Permission.objects.filter(
        content_type__app_label__in=["wagtaildocs", "wagtailimages"],
        codename__in=[
            f"{kind}_{name}"
            for kind in ("add", "change", "choose")
            for name in ("image", "document")
        ],
    )
    for right in files:
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection=Collection.get_first_root_node(), permission=right
        )
    return group
