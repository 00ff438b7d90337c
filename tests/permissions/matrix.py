"""The authorisation matrix: every own address, and how it answers each role.

An address that is not here makes a test fail. `docs/visibility.md` is printed from this file.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from tests.permissions.roles import INSIDE_ADMIN, OUTSIDE_ADMIN, SIGNED_IN, Outcome, Role

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
    """Answer superusers; editors and compliance officers go back to the start of the admin.

    The others do not get in.
    """
    refused = dict.fromkeys(OUTSIDE_ADMIN, Outcome.DOOR)
    back = dict.fromkeys((Role.EDITOR, Role.COMPLIANCE_OFFICER), Outcome.BACK)
    return {**refused, **back, Role.SUPERUSER: outcome}


def officers(outcome: Outcome = Outcome.SEEN) -> Answers:
    """Answer compliance officers as superusers."""
    return {**administrators(outcome), Role.COMPLIANCE_OFFICER: outcome}


_SEES_PEOPLE = (Role.MANAGER, Role.HIGHER_MANAGER)
_SEES_FIGURES = (*_SEES_PEOPLE, Role.COMPLIANCE_OFFICER, Role.AUDITOR, Role.WORKS_COUNCIL)
_OWN, _OTHERS, _ACCOUNT = "Leren", "Cijfers over anderen", "Account"
_OPEN, _ADMIN = "Overige pagina's", "Beheer"
_TRAINING = "Workshops geven"


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
    _page(
        _OWN,
        "Waarom? bij een eigen verplichting, met de eigen vrijstelling en reden",
        signed_in(),
        "waarom-eigen",
        parts=("integriteit",),
    ),
    _page(_OWN, "Aanbod van cursussen", signed_in(), "learning:catalogue"),
    _page(_OWN, "Cursus, module en les", signed_in(), "learning:page", parts=("sample",)),
    _page(_OWN, "Bewaren waar je was", everybody(Outcome.POST_ONLY), "learning:position"),
    _page(
        _OWN,
        "Workshops: de agenda, en wat van jou is",
        signed_in(),
        "workshops",
        "workshops-mine",
    ),
    _page(
        _OWN,
        "Een workshop op een datum, ook als agendabestand (een vertrouwelijke heeft geen adres)",
        signed_in(),
        "workshops-event",
        "workshops-event-file",
        parts=("{workshop}",),
    ),
    _page(
        _OWN,
        "Eén bijeenkomst van een workshop als agendabestand",
        signed_in(),
        "workshops-session-file",
        parts=("{workshop}", "1"),
    ),
    _page(
        _OWN,
        "Aanmelden, afmelden, een plek aannemen, volgen en je mening geven (alleen voor jezelf)",
        signed_in(Outcome.POST_ONLY),
        "workshops-book",
        "workshops-cancel",
        "workshops-offer",
        "workshops-interest",
        "workshops-own-calendar",
        "workshops-evaluate",
    ),
    _page(
        _OWN,
        "Je eigen workshops in je agenda (alleen wie het geheime adres heeft)",
        everybody(Outcome.UNKNOWN),
        "workshops-own-feed",
        parts=("00000000-0000-0000-0000-000000000000", "x"),
    ),
    _page(_OWN, "Ik ben er: de code van de dag", signed_in(), "workshops-check-in"),
    _page(
        _TRAINING,
        "Workshops die ik geef, plannen, en wat leidinggevenden vragen",
        only(Role.TRAINER),
        "workshops-trainers",
        "workshops-plan",
        "workshops-requests",
    ),
    _page(
        _TRAINING,
        "Wat deelnemers vinden, opgeteld per soort (vanaf tien antwoorden, geen vertrouwelijke)",
        only(Role.TRAINER, *_SEES_FIGURES),
        "workshops-results",
    ),
    _page(
        _TRAINING,
        "Een eigen workshop: deelnemers, wijzigen, afzeggen, bericht, plekken voor een team",
        only(Role.TRAINER),
        "workshops-trainers-event",
        "workshops-event-change",
        "workshops-event-cancel",
        "workshops-event-note",
        "workshops-event-again",
        "workshops-session-add",
        "workshops-book-for",
        "workshops-keep",
        parts=("{workshop}",),
    ),
    _page(
        _TRAINING,
        "Een bijeenkomst van een eigen workshop: verplaatsen, aanwezigheid, code, papieren lijst",
        only(Role.TRAINER),
        "workshops-session-change",
        "workshops-attendance",
        "workshops-attendance-print",
        "workshops-attendance-code",
        "workshops-attendance-close",
        "workshops-walk-in",
        parts=("{workshop}", "1"),
    ),
    _page(
        _TRAINING,
        "Een teken corrigeren, met reden",
        only(Role.TRAINER),
        "workshops-attendance-correct",
        parts=("{workshop}", "1", "{booking}"),
    ),
    _page(
        _TRAINING,
        "Een eigen workshop publiceren",
        signed_in(Outcome.POST_ONLY),
        "workshops-event-publish",
        parts=("{workshop}",),
    ),
    _page(
        _TRAINING,
        "Een bijeenkomst afgelasten, en gereserveerde plekken vrijgeven",
        signed_in(Outcome.POST_ONLY),
        "workshops-session-call-off",
        "workshops-release",
        parts=("{workshop}", "1"),
    ),
    _page(
        _TRAINING,
        "Een deelnemer afmelden, of beslissen over een aanvraag",
        signed_in(Outcome.POST_ONLY),
        "workshops-participant",
        parts=("{workshop}", "{booking}"),
    ),
    _page(
        _OTHERS,
        "Workshops van mijn team: akkoord geven, verplichte inschrijvingen, aanvragen",
        only(*_SEES_PEOPLE),
        "workshops-team",
        "workshops-team-ask",
    ),
    _page(
        _OTHERS,
        "Akkoord geven, en een aanvraag intrekken (alleen voor het eigen team)",
        signed_in(Outcome.POST_ONLY),
        "workshops-team-decide",
        "workshops-team-withdraw",
    ),
    _page(
        _OWN,
        "Abonnement op de agenda van openbare workshops",
        everybody(Outcome.SEEN),
        "workshops-feed",
    ),
    _page(
        _OWN,
        "De gedragscode: thema's, vragen, A tot Z, vergelijken en printen (zonder inloggen als de "
        "organisatie die openbaar maakt; regels van een onderdeel ziet alleen wie daar werkt)",
        signed_in(),
        "gir:index",
        "gir:a-z",
        "gir:compare",
        "gir:whole",
        "gir:offline",
    ),
    _page(
        _OWN,
        "Zoeken in de gedragscode (wat iemand zoekt, wordt niet bewaard)",
        signed_in(),
        "gir:search",
    ),
    _page(
        _OWN,
        "Een artikel van de gedragscode en zijn versies",
        signed_in(),
        "gir:article",
        "gir:history",
        parts=("4-1",),
    ),
    _page(_OWN, "Een thema van de gedragscode", signed_in(), "gir:theme", parts=("geschenken",)),
    _page(_OWN, "Een vraag: mag ik…?", signed_in(), "gir:question", parts=("bloemen",)),
    _page(
        _OPEN,
        "Welke openbare pagina's van de gedragscode een apparaat bewaart",
        signed_in(Outcome.UNKNOWN),
        "gir:offline-pages",
    ),
    _page(
        _OPEN,
        "Het script dat openbare pagina's van de gedragscode bewaart (over niemand)",
        everybody(Outcome.SEEN),
        "gir:offline-worker",
    ),
    _page(
        _OWN,
        "De gedragscode lezen, en laten weten dat je dat hebt gedaan (alleen voor jezelf)",
        signed_in(),
        "gir:acknowledge",
    ),
    _page(
        _OWN,
        "Dilemma van de week (zonder inloggen als de organisatie de gedragscode openbaar maakt)",
        signed_in(),
        "gir:dilemma",
    ),
    _page(
        _OWN,
        "Een eerder dilemma",
        signed_in(Outcome.UNKNOWN),
        "gir:dilemma-earlier",
        parts=("bestaat-niet",),
    ),
    _page(
        _OWN,
        "Je keuze anoniem laten meetellen, en het dilemma per mail aan- of uitzetten",
        signed_in(Outcome.POST_ONLY),
        "gir:dilemma-count",
        "gir:dilemma-subscription",
    ),
    _page(
        _OWN,
        "Stoppen met het dilemma per mail (alleen wie de link in de eigen mail heeft)",
        everybody(Outcome.UNKNOWN),
        "gir:dilemma-unsubscribe",
        parts=("x",),
    ),
    _page(
        _OWN,
        "Gereedschapskisten (zonder inloggen als de organisatie ze openbaar maakt)",
        signed_in(),
        "toolbox:tools",
    ),
    _page(
        _OWN,
        "Eén gereedschapskist, met een filter dat niet wordt bewaard",
        signed_in(),
        "toolbox:box",
        parts=("leidinggevenden",),
    ),
    _page(
        _OWN,
        "Een kaart (wat je er kiest of schrijft, blijft in je browser)",
        signed_in(),
        "toolbox:tool",
        parts=("leidinggevenden", "kaart-t1"),
    ),
    _page(_OWN, "Je favorieten (alleen voor jezelf)", signed_in(), "toolbox:favourites"),
    _page(
        _OWN,
        "Kennishuis en links (zonder inloggen als de organisatie dat openbaar maakt)",
        signed_in(),
        "toolbox:knowledge",
        "toolbox:links",
    ),
    _page(
        _OWN,
        "Goede praktijken: wat gepubliceerd is, zelf delen, en hoe ver dat is",
        signed_in(),
        "toolbox:practices",
        "toolbox:practice-new",
        "toolbox:practices-mine",
    ),
    _page(
        _OWN,
        "Een goede praktijk die gepubliceerd is",
        signed_in(),
        "toolbox:practice",
        parts=("{practice}",),
    ),
    _page(
        _OWN,
        "Een eigen goede praktijk wijzigen (niemand anders)",
        signed_in(Outcome.UNKNOWN),
        "toolbox:practice-change",
        parts=("{practice_waiting}",),
    ),
    _page(
        _OWN,
        "Een eigen goede praktijk indienen of intrekken",
        signed_in(Outcome.POST_ONLY),
        "toolbox:practice-send-in",
        "toolbox:practice-take-back",
        parts=("{practice_waiting}",),
    ),
    _page(
        _OTHERS,
        "Goede praktijken beoordelen (P&O voor het eigen onderdeel; waar niemand van P&O is: de "
        "redactie; nooit de eigen)",
        only(Role.EDITOR, Role.SUPERUSER),
        "toolbox:practice-queue",
    ),
    _page(
        _OTHERS,
        "Eén goede praktijk beoordelen",
        only(Role.EDITOR, Role.SUPERUSER),
        "toolbox:practice-judge",
        parts=("{practice_waiting}",),
    ),
    _page(
        _OWN,
        "Een favoriet bewaren of weghalen, en alles weghalen (alleen voor jezelf)",
        signed_in(Outcome.POST_ONLY),
        "toolbox:favourite",
        "toolbox:favourites-clear",
    ),
    _page(
        _OWN,
        "Teamsessie: naar het eigen team (wie er meer heeft, kiest)",
        {**signed_in(Outcome.GOES_ON), Role.MANAGER: Outcome.SEEN},
        "toolbox:team-session-start",
    ),
    _page(
        _OWN,
        "De teamsessie van het eigen team met de afspraken, en een andere begeleider vragen",
        signed_in(),
        "toolbox:team-session",
        "toolbox:facilitator-ask",
        parts=("overig",),
    ),
    _page(
        _OTHERS,
        "De teamsessie van een team met de afspraken (alleen het team en wie dat team leidt; een "
        "hogere leidinggevende niet)",
        only(Role.MANAGER),
        "toolbox:team-session",
        "toolbox:team-session-plan",
        "toolbox:team-session-hold",
        parts=("bzk-1",),
    ),
    _page(
        _OTHERS,
        "Een andere begeleider vragen voor een team waar je niet werkt",
        only(),
        "toolbox:facilitator-ask",
        parts=("bzk-1",),
    ),
    _page(
        _OTHERS,
        "Afspraken van een teamsessie wijzigen, en een sessie rechtzetten",
        only(Role.MANAGER),
        "toolbox:team-session-change",
        "toolbox:team-session-correct",
        parts=("{teamsession}",),
    ),
    _page(
        _OTHERS,
        "Een geplande teamsessie annuleren, en dat ongedaan maken",
        signed_in(Outcome.POST_ONLY),
        "toolbox:team-session-cancel",
        "toolbox:team-session-undo",
        parts=("{teamsession}",),
    ),
    _page(
        _OTHERS,
        "Verzoeken om een andere begeleider (alleen de dichtstbijzijnde coördinator)",
        only(),
        "toolbox:facilitator-requests",
    ),
    _page(
        _OTHERS,
        "Een verzoek om een andere begeleider afhandelen of intrekken",
        signed_in(Outcome.POST_ONLY),
        "toolbox:facilitator-handled",
        "toolbox:facilitator-withdraw",
        parts=("{teamsession}",),
    ),
    _page(
        _OTHERS,
        "Teamsessies: naar het eigen onderdeel",
        only(*_SEES_FIGURES, outcome=Outcome.GOES_ON),
        "toolbox:team-sessions-start",
    ),
    _page(
        _OTHERS,
        "Welke teams onder het mandaat een sessie hielden en wanneer (auditor en ondernemingsraad "
        "zien alleen hoeveel), nooit de afspraken",
        only(*_SEES_FIGURES),
        "toolbox:team-sessions",
        parts=("bzk-1",),
    ),
    _page(
        _OTHERS,
        "Teamsessies van een onderdeel buiten het mandaat",
        only(),
        "toolbox:team-sessions",
        parts=("elders",),
    ),
    _page(
        _OTHERS,
        "Iemand van het eigen team iets vrijwilligs aanraden",
        only(*_SEES_PEOPLE),
        "toolbox:suggestions",
    ),
    _page(
        _OTHERS,
        "Wat is aangeraden intrekken (leidinggevende) of wegzetten (alleen voor jezelf)",
        signed_in(Outcome.POST_ONLY),
        "toolbox:suggestion-withdraw",
        "toolbox:suggestion-hide",
        parts=("{teamsession}",),
    ),
    _page(
        _OTHERS,
        "Aanvullingen op de gedragscode (alleen wie ze voor het eigen onderdeel schrijft of "
        "beoordeelt)",
        signed_in(Outcome.UNKNOWN),
        "gir:addenda",
        "gir:addendum-new",
    ),
    _page(
        _OTHERS,
        "Eén aanvulling of voorstel: lezen, wijzigen, vervangen, beëindigen, terugsturen",
        signed_in(Outcome.UNKNOWN),
        "gir:addendum",
        "gir:addendum-replace",
        "gir:addendum-end",
        "gir:addendum-proposal",
        "gir:addendum-change",
        "gir:addendum-back",
        parts=("00000000-0000-0000-0000-000000000000",),
    ),
    _page(
        _OTHERS,
        "Een aanvulling indienen of intrekken, en akkoord geven (nooit op het eigen voorstel)",
        signed_in(Outcome.POST_ONLY),
        "gir:addendum-propose",
        "gir:addendum-take-back",
        "gir:addendum-approve",
        parts=("00000000-0000-0000-0000-000000000000",),
    ),
    _page(
        _OTHERS,
        "Aanvullingen op cursussen (alleen wie ze voor het eigen onderdeel schrijft of beoordeelt)",
        signed_in(Outcome.UNKNOWN),
        "learning:additions",
        "learning:addition-new",
    ),
    _page(
        _OTHERS,
        "Eén aanvulling op een cursus of een voorstel: lezen, wijzigen, vervangen, beëindigen, "
        "opnieuw laten gelden, terugsturen",
        signed_in(Outcome.UNKNOWN),
        "learning:addition",
        "learning:addition-replace",
        "learning:addition-end",
        "learning:addition-again",
        "learning:addition-proposal",
        "learning:addition-change",
        "learning:addition-back",
        parts=("00000000-0000-0000-0000-000000000000",),
    ),
    _page(
        _OTHERS,
        "Een aanvulling op een cursus indienen of intrekken, en akkoord geven (nooit op het eigen "
        "voorstel)",
        signed_in(Outcome.POST_ONLY),
        "learning:addition-propose",
        "learning:addition-take-back",
        "learning:addition-approve",
        parts=("00000000-0000-0000-0000-000000000000",),
    ),
    _page(
        _OPEN,
        "Feeds van de gedragscode (alleen als de organisatie die openbaar maakt)",
        everybody(Outcome.UNKNOWN),
        "gir:changes-feed",
        "gir:dilemma-feed",
    ),
    _page(
        _OTHERS,
        "Mijn team: wie is klaar (alleen het eigen team), ook als bestand",
        only(*_SEES_PEOPLE),
        "mijn-team",
        "mijn-team-export",
    ),
    _page(
        _OTHERS,
        "Waarom? bij iemand van het eigen team (zonder reden van vrijstelling), en voor de "
        "compliance officer bij iedereen onder het mandaat (met categorie)",
        only(Role.MANAGER, Role.COMPLIANCE_OFFICER),
        "waarom",
        parts=("{vera}", "integriteit"),
    ),
    _page(
        _OTHERS,
        "Waarom? bij een verplichting van het team als geheel (zonder namen)",
        only(Role.MANAGER, Role.COMPLIANCE_OFFICER),
        "waarom-team",
        parts=("bzk-1", "teamsessie"),
    ),
    _page(
        _OTHERS,
        "Personen in een onderdeel onder het mandaat, met status per verplichting, ook als bestand",
        only(Role.COMPLIANCE_OFFICER),
        "organisatie-personen",
        "organisatie-personen-export",
        parts=("bzk-1",),
    ),
    _page(
        _OTHERS,
        "Mensen van het eigen team laten herinneren",
        only(*_SEES_PEOPLE),
        "mijn-team-herinneren",
    ),
    _page(
        _OTHERS,
        "Alle ministeries naast elkaar (alleen met een mandaat op heel het Rijk)",
        only(),
        "rijk",
    ),
    _page(
        _OTHERS,
        "Zo tellen we: wat elk cijfer betekent (over niemand)",
        everybody(Outcome.SEEN),
        "definities",
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
    _page(
        _OTHERS,
        "Rapport voor een Kamervraag, ook als bestand (alleen met een mandaat op het hele Rijk)",
        only(),
        "kamervraag",
    ),
    _page(
        _OTHERS,
        "Rapport voor een Kamervraag als bestand (alleen met een mandaat op het hele Rijk)",
        only(),
        "kamervraag-bestand",
        parts=("pdf",),
    ),
    _page(
        _OTHERS,
        "Kwartaalrapport van een onderdeel onder het mandaat (zonder namen)",
        only(*_SEES_FIGURES),
        "kwartaal",
        parts=("bzk-1",),
    ),
    _page(
        _OTHERS,
        "Kwartaalrapport van een onderdeel onder het mandaat als bestand",
        only(*_SEES_FIGURES),
        "kwartaal-bestand",
        parts=("bzk-1", "pdf"),
    ),
    _page(
        _OTHERS,
        "Kwartaalrapport van een onderdeel buiten het mandaat",
        only(),
        "kwartaal",
        parts=("elders",),
    ),
    _page(
        _OTHERS,
        "Verbeteren: naar dit jaar",
        only(*_SEES_FIGURES, outcome=Outcome.GOES_ON),
        "verbeteren-nu",
        parts=("bzk-1",),
    ),
    _page(
        _OTHERS,
        "Verbeteren (PDCA): doelen, cijfers en acties van een onderdeel onder het mandaat",
        only(*_SEES_FIGURES),
        "verbeteren",
        parts=("bzk-1", "2026"),
    ),
    _page(
        _OTHERS,
        "Een verbeteractie met alles wat ervan is vastgelegd",
        only(*_SEES_FIGURES),
        "verbeteren-actie",
        parts=("bzk-1", "2026", "{improvement}"),
    ),
    _page(
        _OTHERS,
        "Een verbeteractie vastleggen (leidinggevende van het onderdeel, compliance officer)",
        only(Role.MANAGER, Role.COMPLIANCE_OFFICER),
        "verbeteren-nieuw",
        parts=("bzk-1", "2026"),
    ),
    _page(
        _OTHERS,
        "Open verbeteracties meenemen naar volgend jaar",
        signed_in(Outcome.POST_ONLY),
        "verbeteren-meenemen",
        parts=("bzk-1", "2026"),
    ),
    _page(
        _OTHERS,
        "Verbeteren als rapport (zonder namen)",
        only(*_SEES_FIGURES),
        "verbeteren-rapport",
        parts=("bzk-1",),
    ),
    _page(
        _OTHERS,
        "Verbeteren als bestand",
        only(*_SEES_FIGURES),
        "verbeteren-bestand",
        parts=("bzk-1", "pdf"),
    ),
    _page(
        _OTHERS,
        "Verbeteren van een onderdeel buiten het mandaat",
        only(),
        "verbeteren",
        parts=("elders", "2026"),
    ),
    _page(
        _OPEN,
        "Vind je vertrouwenspersoon, wie doet wat, en iedereen die kan helpen (zonder inloggen "
        "alleen wie daarvoor koos)",
        everybody(Outcome.SEEN),
        "guidance:advisers",
        "guidance:roles",
        "guidance:contacts",
    ),
    _page(
        _OPEN,
        "Hulp of melden: de wegwijzer (wie wat kiest, weet en bewaart niemand; contacten zonder "
        "inloggen alleen van wie daarvoor koos)",
        everybody(Outcome.SEEN),
        "guidance:guide",
        "guidance:guide-embedded",
        "guidance:guide-worker",
    ),
    _page(
        _OPEN,
        "De wegwijzer met de contacten van een ministerie, agentschap of inspectie",
        everybody(Outcome.SEEN),
        "guidance:guide-for",
        "guidance:guide-embedded-for",
        parts=("ministerie",),
    ),
    _page(
        _OPEN,
        "De wegwijzer met de contacten van een kleiner onderdeel",
        {**signed_in(), Role.ANONYMOUS: Outcome.UNKNOWN},
        "guidance:guide-for",
        parts=("bzk-1",),
    ),
    _page(
        _OPEN,
        "Een rol die helpt",
        everybody(Outcome.SEEN),
        "guidance:role",
        parts=("vertrouwenspersoon",),
    ),
    _page(
        _OPEN,
        "Contacten van een ministerie, agentschap of inspectie (zonder inloggen alleen wie "
        "daarvoor koos)",
        everybody(Outcome.SEEN),
        "guidance:unit-contacts",
        parts=("ministerie",),
    ),
    _page(
        _OPEN,
        "Contacten van een kleiner onderdeel",
        signed_in(),
        "guidance:unit-contacts",
        parts=("bzk-1",),
    ),
    _page(
        _OWN,
        "Je eigen gegevens in de contactengids (alleen wie er zelf in staat)",
        signed_in(Outcome.UNKNOWN),
        "guidance:own",
    ),
    _page(
        _OWN,
        "Je eigen gegevens in de contactengids wijzigen (niemand anders)",
        signed_in(Outcome.UNKNOWN),
        "guidance:own-change",
        parts=("{contact}",),
    ),
    _page(
        _OWN,
        "Zeggen dat je eigen gegevens nog kloppen (alleen voor jezelf)",
        signed_in(Outcome.POST_ONLY),
        "guidance:own-confirm",
        parts=("{contact}",),
    ),
    _page(
        _OTHERS,
        "De contactengids bijhouden, en onderdelen zonder vertrouwenspersoon (alleen de "
        "coördinator van de contactengids, voor het eigen onderdeel)",
        signed_in(Outcome.UNKNOWN),
        "guidance:keeping",
        "guidance:gaps",
        "guidance:contact-add",
        "guidance:unit-suggestions",
    ),
    _page(
        _OTHERS,
        "Eén contact wijzigen (alleen de coördinator van de contactengids)",
        signed_in(Outcome.UNKNOWN),
        "guidance:contact-change",
        parts=("{contact}",),
    ),
    _page(
        _OTHERS,
        "Zeggen dat een contact nog klopt, of het beëindigen en dat ongedaan maken (alleen de "
        "coördinator)",
        signed_in(Outcome.POST_ONLY),
        "guidance:contact-confirm",
        "guidance:contact-end",
        "guidance:contact-undo",
        parts=("{contact}",),
    ),
    _page(
        _OTHERS,
        "Peilingen na een cursus, opgeteld per organisatie (hele maanden, vanaf tien antwoorden)",
        only(Role.COMPLIANCE_OFFICER, Role.AUDITOR, Role.WORKS_COUNCIL),
        "guidance:polls",
    ),
    _page(
        _OWN,
        "Een peiling beantwoorden of bedanken (alleen voor jezelf, één keer per jaar)",
        signed_in(Outcome.POST_ONLY),
        "guidance:poll-answer",
        parts=("{poll}",),
    ),
    _page(
        _OTHERS,
        "Momentopnamen: welke dagen zijn vastgelegd",
        only(*_SEES_FIGURES),
        "peilmomenten",
    ),
    _page(
        _OTHERS,
        "Momentopname van het eigen deel van de organisatie",
        only(*_SEES_FIGURES),
        "peilmoment",
        parts=("{snapshot}",),
    ),
    _page(
        _OTHERS,
        "Een momentopname laten herberekenen",
        only(*_SEES_FIGURES, outcome=Outcome.GOES_ON),
        "peilmoment-opnieuw",
        parts=("{snapshot}",),
    ),
    _page(
        _OTHERS,
        "Wat uit een herberekening kwam, voor het eigen deel van de organisatie",
        only(*_SEES_FIGURES),
        "peilmoment-controle",
        parts=("{snapshot}", "{snapshotcheck}"),
    ),
    _page(
        _OTHERS,
        "Hoe ver het vastleggen van een dag is (compliance officer of auditor van het Rijk)",
        only(),
        "peilmoment-opdracht",
        parts=("{snapshotrequest}",),
    ),
    _page(
        _OTHERS,
        "Twee momentopnamen naast elkaar",
        only(*_SEES_FIGURES, outcome=Outcome.GOES_ON),
        "peilmoment-vergelijken",
        parts=("{snapshot}",),
    ),
    _page(
        _OTHERS,
        "Een momentopname maken (compliance officer of auditor van het Rijk)",
        signed_in(Outcome.POST_ONLY),
        "peilmoment-maken",
    ),
    _page(
        _OTHERS,
        "Een momentopname verbeteren (compliance officer of auditor van het Rijk)",
        signed_in(Outcome.POST_ONLY),
        "peilmoment-corrigeren",
        parts=("{snapshot}",),
    ),
    _page(_OTHERS, "Eigen bestanden en rapporten", signed_in(), "exporten"),
    _page(
        _OTHERS,
        "Een bestand of rapport vragen van wat men mag zien",
        signed_in(Outcome.POST_ONLY),
        "export-nieuw",
        "rapport-volgen",
    ),
    _page(
        _OTHERS,
        "Een bestand ophalen: wie het vroeg, zolang het mandaat er is",
        only(Role.COMPLIANCE_OFFICER),
        "export-bestand",
        parts=("{export}",),
    ),
    _page(
        _OTHERS,
        "Een eigen bestand verwijderen",
        signed_in(Outcome.POST_ONLY),
        "export-verwijderen",
        parts=("{export}",),
    ),
    _page(
        _OTHERS,
        "Een eigen rapport stoppen",
        signed_in(Outcome.POST_ONLY),
        "rapport-stoppen",
        parts=("1",),
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
    _page(_ACCOUNT, "Berichten aan mij", signed_in(), "mijn-berichten"),
    _page(
        _ACCOUNT,
        "Mail die terugkwam melden (alleen een mailserver met ons geheim)",
        everybody(Outcome.UNKNOWN),
        "berichten-retour",
    ),
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
            **only(*INSIDE_ADMIN, outcome=Outcome.BACK),
            Role.ANONYMOUS: Outcome.SIGN_IN,
        },
        "account_sign_in_first",
        "account_no_second_door",
    ),
    _page(
        _OPEN,
        "REST API: cijfers, verplichtingen en afrondingen voor andere systemen",
        everybody(Outcome.KEY_ONLY),
        "api:list_units",
        "api:list_duties",
    ),
    _page(
        _OPEN,
        "REST API: de gedragscode (zonder sleutel als de organisatie die openbaar maakt)",
        everybody(Outcome.KEY_ONLY),
        "api:list_editions",
        "api:list_articles",
        "api:list_changes",
    ),
    _page(
        _OPEN,
        "REST API: één artikel van de gedragscode",
        everybody(Outcome.KEY_ONLY),
        "api:read_article",
        parts=("4-1",),
    ),
    _page(
        _OPEN,
        "JSON-schema van een antwoord van de REST API (zonder gegevens)",
        everybody(Outcome.SEEN),
        "api-schema",
        parts=("UnitPage",),
    ),
    _page(
        _OPEN,
        "REST API: een onderdeel, zijn cijfers en zijn personen",
        everybody(Outcome.KEY_ONLY),
        "api:read_unit",
        "api:read_figures",
        "api:list_obligations",
        "api:list_completions",
        parts=("bzk-1",),
    ),
    _page(
        _OPEN,
        "Beschrijving van de REST API (zonder gegevens)",
        everybody(Outcome.SEEN),
        "api:openapi-json",
    ),
    _page(
        _OPEN,
        "Adressen onder de REST API die er niet zijn",
        everybody(Outcome.UNKNOWN),
        "api:api-root",
    ),
    _page(
        _OPEN,
        "Adressen onder de REST API die er niet zijn, ook niet met een schuine streep",
        everybody(Outcome.UNKNOWN),
        "api-unknown",
        parts=("v1/onderdelen/",),
    ),
    _page(_OPEN, "Licht of donker kiezen", everybody(Outcome.POST_ONLY), "design-theme"),
    _page(_OPEN, "De toets / uit- of aanzetten", everybody(Outcome.POST_ONLY), "design-keys"),
    _page(
        _OPEN,
        "Zoeken (ieder vindt alleen wat diegene mag zien; wat iemand zoekt, wordt niet bewaard)",
        everybody(Outcome.SEEN),
        "search:results",
    ),
    _page(
        _OPEN,
        "Gepubliceerde pagina's van de redactie",
        everybody(Outcome.SEEN),
        "wagtail_serve",
        parts=("",),
    ),
    _page(
        _OPEN,
        "Wat er nieuw is, als feed voor een intranet (alleen wat iedereen mag zien)",
        everybody(Outcome.SEEN),
        "nieuws-feed",
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
_WITHOUT_ID = frozenset({*_LISTS, "add", "new", "now", *_CHOSEN} - {"chosen"})
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
    "ledger": ("Afrondingen van personen", (*_LISTS, "inspect", "void")),
    "jobrun": ("Taken van het systeem", (*_LISTS, "inspect", "retry")),
    "apitoken": ("Sleutels voor de REST API", (*_LISTS, "new", "withdraw")),
    "eventsubscription": (
        "Systemen die over afrondingen horen, met hun geheim",
        (*_LISTS, "new", "receiver"),
    ),
    "ledgercheck": ("Controles van het grootboek", (*_LISTS, "inspect", "now")),
    "notice": ("Postvak uit: status van berichten, zonder tekst", (*_LISTS, "inspect", "repair")),
}
_OFFICER_SCREENS = {
    "requirement": ("Verplichtingen", (*_LISTS, "inspect")),
    "requirementversion": ("Regels van verplichtingen", (*_LISTS, "inspect")),
    "requirementdraft": (
        "Voorstellen voor regels (een officer: voor het eigen deel van de organisatie)",
        (*_LISTS, "add", "edit", "inspect"),
    ),
    "cycle": ("Rondes", (*_LISTS, "inspect")),
    "obligation": (
        "Plichten, met categorie van vrijstelling (een officer: eigen deel, zonder afwezigheid)",
        (*_LISTS, "inspect", "decide", "take_back"),
    ),
    "target": ("Streefcijfers (een officer: voor het eigen deel)", (*_LISTS, "new", "stop")),
    "reminderrule": (
        "Wanneer mensen worden herinnerd, met wie dat instelde (een officer: wijzigt eigen deel)",
        ("index", "edit"),
    ),
}
_ROW_OF = {
    "reminderrule": "requirement",
    "choose_person": "person",
    "choose_unit": "unit",
    "obligation:take_back": "event",
}


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
        _screens(space, title, names, officers())
        for space, (title, names) in _OFFICER_SCREENS.items()
    ),
    Page(
        chapter=_ADMIN,
        title="Een wijziging voorstellen van een regel die ook anderen raakt",
        routes={"requirementdraft:new_version": ("{requirement}",)},
        answers={**administrators(), Role.COMPLIANCE_OFFICER: Outcome.UNKNOWN},
    ),
    Page(
        chapter=_ADMIN,
        title="Wat een regel zou betekenen, naast het formulier",
        routes={"requirementdraft:summary": (), "requirementdraft:summary_of": ("{requirement}",)},
        answers=officers(Outcome.POST_ONLY),
    ),
    Page(
        chapter=_ADMIN,
        title="Dagen waarvan cijfers vanzelf worden vastgelegd (ook een officer van het geheel)",
        routes={"snapshotday:index": ()},
        answers=administrators(),
    ),
    Page(
        chapter=_ADMIN,
        title="Zo'n dag van de lijst halen (ook een officer van het geheel)",
        routes={"snapshotday:stop": ("{snapshotday}",)},
        answers=administrators(Outcome.POST_ONLY),
    ),
    *(
        _screens(space, f"{_SCREENS[space][0]}: wissen (kan niemand)", ("delete",), nobody)
        for nobody in (administrators(Outcome.BACK),)
        for space in (*_DELETED, "absence", "personmerge")
    ),
    Page(
        chapter=_ADMIN,
        title="Teksten van berichten (ook een groep met dat recht)",
        routes={
            "berichtteksten:index": (),
            "berichtteksten:edit": ("compliance.reminder", "nl"),
        },
        answers=administrators(),
    ),
)
PAGES = (*FRONT, *ADMIN_PAGES)
LISTED = frozenset(name for page in PAGES for name in page.routes)
