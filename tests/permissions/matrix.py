"""The authorisation matrix: every own address, and how it answers each role.

An address that is not here makes a test fail. `docs/visibility.md` is printed from this file.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from tests.permissions.roles import OUTSIDE_ADMIN, SIGNED_IN, Outcome, Role

Answers = Mapping[Role, Outcome]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One or more addresses that show the same thing in Dutch words, and who sees it."""

    title: str
    routes: Mapping[str, tuple[str, ...]]
    answers: Answers
    chapter: str


def everybody(outcome: Outcome) -> Answers:
    """Answer all alike."""
    return dict.fromkeys(Role, outcome)


def signed_in(outcome: Outcome = Outcome.SEEN) -> Answers:
    """Answer all who are signed in alike, and ask the others to sign in."""
    return {**dict.fromkeys(SIGNED_IN, outcome), Role.ANONYMOUS: Outcome.SIGN_IN}


def only(*roles: Role, outcome: Outcome = Outcome.SEEN) -> Answers:
    """Answer these roles; for the others there is nothing here."""
    return {**signed_in(Outcome.UNKNOWN), **dict.fromkeys(roles, outcome)}


def anonymous_only(other: Outcome) -> Answers:
    """Answer who is not signed in; lead the others on."""
    return {**dict.fromkeys(SIGNED_IN, other), Role.ANONYMOUS: Outcome.SEEN}


def administrators(outcome: Outcome = Outcome.SEEN) -> Answers:
    """Answer superusers; an editor goes back to the start of the admin, others do not get in."""
    refused = dict.fromkeys(OUTSIDE_ADMIN, Outcome.DOOR)
    return {**refused, Role.EDITOR: Outcome.BACK, Role.SUPERUSER: outcome}


_SEES_PEOPLE = (Role.MANAGER, Role.HIGHER_MANAGER)
_SEES_FIGURES = (*_SEES_PEOPLE, Role.COMPLIANCE_OFFICER, Role.AUDITOR, Role.WORKS_COUNCIL)
_OWN, _OTHERS, _ACCOUNT = "Leren", "Cijfers over anderen", "Account"
_OPEN, _ADMIN = "Overige pagina's", "Beheer"


def _page(
    chapter: str, title: str, answers: Answers, *names: str, **parts: tuple[str, ...]
) -> Page:
    """Return a page; `parts` are the parts of an address in its order, the same for all names."""
    return Page(
        chapter=chapter,
        title=title,
        answers=answers,
        routes=dict.fromkeys(names, parts.get("parts", ())),
    )


FRONT = (
    _page(_OWN, "Mijn leren: wat jij nog moet doen", signed_in(), "mijn-leren"),
    _page(_OWN, "Aanbod van cursussen", signed_in(), "learning:catalogue"),
    _page(_OWN, "Cursus, module en les", signed_in(), "learning:page", parts=("sample",)),
    _page(_OWN, "Bewaren waar je was", everybody(Outcome.POST_ONLY), "learning:position"),
    _page(
        _OTHERS,
        "Mijn team: wie is klaar (alleen het eigen team), ook als bestand",
        only(*_SEES_PEOPLE),
        "mijn-team",
        "mijn-team-export",
    ),
    _page(
        _OTHERS,
        "Organisatie: naar het eigen onderdeel",
        only(*_SEES_FIGURES, outcome=Outcome.GOES_ON),
        "organisatie",
    ),
    _page(
        _OTHERS,
        "Cijfers van een onderdeel onder het mandaat (zonder namen), ook als bestand",
        only(*_SEES_FIGURES),
        "organisatie-onderdeel",
        "organisatie-export",
        parts=("bzk-1",),
    ),
    _page(
        _OTHERS,
        "Cijfers van een onderdeel buiten het mandaat",
        only(),
        "organisatie-onderdeel",
        "organisatie-export",
        parts=("elders",),
    ),
    _page(_ACCOUNT, "Inloggen", anonymous_only(Outcome.GOES_ON), "account_login"),
    _page(_ACCOUNT, "Uitloggen", signed_in(), "account_logout"),
    _page(
        _ACCOUNT,
        "Zelf een account maken (staat uit)",
        anonymous_only(Outcome.GOES_ON),
        "account_signup",
    ),
    _page(_ACCOUNT, "Eigen wachtwoord wijzigen", signed_in(), "account_change_password"),
    _page(
        _ACCOUNT,
        "Eerste wachtwoord kiezen (wie er al een heeft, gaat door naar wijzigen)",
        signed_in(Outcome.GOES_ON),
        "account_set_password",
    ),
    _page(
        _ACCOUNT,
        "Wachtwoord vergeten",
        everybody(Outcome.SEEN),
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key_done",
    ),
    _page(
        _ACCOUNT,
        "Nieuw wachtwoord met een ongeldige link (zegt dat de link niet werkt)",
        everybody(Outcome.SEEN),
        "account_reset_password_from_key",
        parts=("1", "a"),
    ),
    _page(_ACCOUNT, "Uitleg bij een gesloten account", everybody(Outcome.SEEN), "account_inactive"),
    _page(
        _ACCOUNT,
        "Inloggen met een klik (alleen in de demo)",
        everybody(Outcome.SEEN),
        "demo-login",
    ),
    _page(
        _ACCOUNT,
        "De ingangen van het CMS (wijzen naar het gewone inloggen)",
        {
            **only(Role.EDITOR, Role.SUPERUSER, outcome=Outcome.BACK),
            Role.ANONYMOUS: Outcome.SIGN_IN,
        },
        "account_sign_in_first",
        "account_no_second_door",
    ),
    _page(_OPEN, "Licht of donker kiezen", everybody(Outcome.POST_ONLY), "design-theme"),
    _page(
        _OPEN,
        "Gepubliceerde pagina's van de redactie",
        everybody(Outcome.SEEN),
        "wagtail_serve",
        parts=("",),
    ),
    _page(
        _OPEN,
        "Gepubliceerde documenten van de redactie",
        signed_in(),
        "assets_document",
        parts=("{document}", "{file}"),
    ),
    _page(
        _OPEN,
        "Afbeeldingen in pagina's (nooit het origineel)",
        everybody(Outcome.SEEN),
        "assets_image",
        parts=("{image}",),
    ),
    _page(
        _OPEN,
        "Pagina's achter een gedeeld wachtwoord (die zijn er niet)",
        everybody(Outcome.UNKNOWN),
        "wagtailcore_authenticate_with_password",
        parts=("1", "1"),
    ),
    _page(
        _OPEN,
        "Documenten achter een gedeeld wachtwoord (die zijn er niet)",
        everybody(Outcome.UNKNOWN),
        "wagtaildocs_authenticate_with_password",
        parts=("1",),
    ),
)

_LISTS = ("index", "index_results")
_EDITED = (*_LISTS, "add", "edit", "history", "history_results", "usage")
_CHOSEN = ("choose", "choose_results", "chosen", "chosen_multiple")
_WITHOUT_ID = frozenset({*_LISTS, "add", "choose", "choose_results", "chosen_multiple"})
_SCREENS = {
    "person": ("Personen, met e-mailadres", (*_EDITED, "inspect")),
    "unit": ("Organisatieonderdelen", (*_EDITED, "inspect")),
    "unitversion": ("Versies van onderdelen", _EDITED),
    "appointment": ("Dienstverbanden", (*_EDITED, "transfer")),
    "roleassignment": ("Rollen", _EDITED),
    "mandate": ("Mandaten: wie mag wat zien", _EDITED),
    "absence": ("Lange afwezigheid (zonder oorzaak)", _EDITED),
    "personmerge": ("Samengevoegde personen", _EDITED),
    "choose_person": ("Iemand kiezen in een formulier", _CHOSEN),
    "choose_unit": ("Een onderdeel kiezen in een formulier", _CHOSEN),
    "requirement": ("Verplichtingen", (*_LISTS, "inspect")),
    "requirementversion": ("Regels van verplichtingen", (*_LISTS, "inspect")),
    "cycle": ("Rondes", (*_LISTS, "inspect")),
    "obligation": (
        "Verplichtingen van personen, met vrijstelling en reden",
        (*_LISTS, "inspect", "decide", "take_back"),
    ),
    "ledger": ("Afrondingen van personen", (*_LISTS, "inspect", "void")),
    "jobrun": ("Taken van het systeem", (*_LISTS, "inspect", "retry")),
}
_ROW_OF = {"choose_person": "person", "choose_unit": "unit", "obligation:take_back": "event"}


def _screens(space: str, title: str, names: tuple[str, ...], answers: Answers) -> Page:
    routes: dict[str, tuple[str, ...]] = {}
    for name in names:
        row = _ROW_OF.get(f"{space}:{name}") or _ROW_OF.get(space, space)
        routes[f"{space}:{name}"] = () if name in _WITHOUT_ID else (f"{{{row}}}",)
    return Page(chapter=_ADMIN, title=title, routes=routes, answers=answers)


_DELETED = ("person", "unit", "unitversion", "appointment", "roleassignment", "mandate")
ADMIN_PAGES = (
    *(
        _screens(space, title, names, administrators())
        for space, (title, names) in _SCREENS.items()
    ),
    *(
        _screens(space, f"{_SCREENS[space][0]}: wissen (kan niemand)", ("delete",), nobody)
        for nobody in (administrators(Outcome.BACK),)
        for space in (*_DELETED, "absence", "personmerge")
    ),
)
PAGES = (*FRONT, *ADMIN_PAGES)
LISTED = frozenset(name for page in PAGES for name in page.routes)
