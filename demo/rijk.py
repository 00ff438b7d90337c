"""The organisation of the demo: ministries and agencies that exist, with teams that are made up.

Codes of ministries and agencies are those of TOOI. Sizes are the people who work in a unit itself,
beside the managers; they are small on purpose and say nothing about the real organisations.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from organisations.enums import UnitKind

SINCE = date(2010, 1, 1)
SPLIT = date(2024, 7, 2)
MERGER = date(2026, 2, 23)

RIJK = "rijk"
BZK = "mnre1034"
SHOWCASE = "bzk-ao"
SHOWCASE_DEPARTMENT = "bzk-ao-vi"
SHOWCASE_TEAM = "bzk-ao-vi-lo"
SECOND_TEAM = "bzk-ao-vi-sv"


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A unit of the demo with what stands below it."""

    code: str
    name: str
    kind: UnitKind
    size: int = 0
    zones: tuple[str, ...] = ()
    units: tuple["Node", ...] = ()

    @property
    def is_staffed(self) -> bool:
        """Whether anybody works in it or below it."""
        return self.size > 0 or any(unit.is_staffed for unit in self.units)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A unit comes, is renamed, moves or ends on a day."""

    on: date
    code: str
    name: str = ""
    parent: str = ""
    ends: bool = False


def _named(kind: UnitKind, code: str, name: str, *units: Node) -> Node:
    return Node(code=code, name=name, kind=kind, units=units)


def _ministry(code: str, name: str, *units: Node) -> Node:
    return _named(UnitKind.MINISTRY, code, f"Ministerie van {name}", *units)


def _general(code: str, name: str, *units: Node) -> Node:
    return _named(UnitKind.DIRECTORATE_GENERAL, code, f"Directoraat-generaal {name}", *units)


def _directorate(code: str, name: str, *units: Node) -> Node:
    return _named(UnitKind.DIRECTORATE, code, f"Directie {name}", *units)


def _department(code: str, name: str, *units: Node) -> Node:
    return _named(UnitKind.DEPARTMENT, code, f"Afdeling {name}", *units)


def _agency(code: str, name: str, *units: Node) -> Node:
    return _named(UnitKind.AGENCY, code, name, *units)


def _inspectorate(code: str, name: str, *units: Node) -> Node:
    return _named(UnitKind.INSPECTORATE, code, name, *units)


def _team(code: str, name: str, size: int, *zones: str) -> Node:
    return Node(code=code, name=f"Team {name}", kind=UnitKind.TEAM, size=size, zones=zones)


_AO = _directorate(
    SHOWCASE,
    "Ambtenaar en Organisatie",
    _department(
        SHOWCASE_DEPARTMENT,
        "Vakmanschap en Integriteit",
        _team(SHOWCASE_TEAM, "Leren en Ontwikkelen", 9),
        _team("bzk-ao-vi-in", "Integriteit", 7),
        _team(SECOND_TEAM, "Sociale Veiligheid", 6),
    ),
    _department(
        "bzk-ao-ar",
        "Arbeidsvoorwaarden Rijk",
        _team("bzk-ao-ar-cao", "CAO en Overleg", 8),
        _team("bzk-ao-ar-wg", "Werkgeversbeleid", 5),
        _team("bzk-ao-ar-jz", "Juridische Advisering", 3),
    ),
    _department(
        "bzk-ao-id",
        "Inclusie en Diversiteit",
        _team("bzk-ao-id-ba", "Banenafspraak", 6),
        _team("bzk-ao-id-dv", "Diversiteit", 4),
    ),
)
_WONINGBOUW = _directorate(
    "bzk-wb",
    "Woningbouw",
    _department(
        "bzk-wb-bo",
        "Bouwprogramma's",
        _team("bzk-wb-bo-re", "Regio's", 6),
        _team("bzk-wb-bo-fi", "Financiering", 5),
    ),
)
_RUIMTE = _directorate("bzk-ro", "Ruimtelijke Ordening", _team("bzk-ro-nov", "Nota Ruimte", 5))
_MIGRATIE = _directorate(
    "jenv-mb",
    "Migratiebeleid",
    _team("jenv-mb-as", "Asiel en Opvang", 6),
    _team("jenv-mb-rm", "Reguliere Migratie", 4),
)
_IND = _agency(
    "oorg10222",
    "Immigratie- en Naturalisatiedienst",
    _department("ind-be", "Beslissen", _team("ind-be-1", "Zevenaar", 6)),
)
_KLIMAAT = _directorate(
    "ezk-kl",
    "Klimaat",
    _team("ezk-kl-kp", "Klimaatplan", 5),
    _team("ezk-kl-in", "Industrie", 4),
)
_ENERGIE = _directorate("ezk-en", "Elektriciteit", _team("ezk-en-ne", "Netten", 4))

TREE = Node(
    code=RIJK,
    name="Rijksoverheid",
    kind=UnitKind.CENTRAL_GOVERNMENT,
    units=(
        _ministry(
            BZK,
            "Binnenlandse Zaken en Koninkrijksrelaties",
            _general(
                "bzk-doo",
                "Digitalisering en Overheidsorganisatie",
                _AO,
                _directorate(
                    "bzk-ds",
                    "Digitale Samenleving",
                    _team("bzk-ds-ai", "Algoritmes", 5),
                    _team("bzk-ds-dt", "Digitale Toegankelijkheid", 4),
                ),
            ),
            _WONINGBOUW,
            _RUIMTE,
            _agency(
                "oorg10117",
                "Logius",
                _department(
                    "logius-to",
                    "Toegang",
                    _team("logius-to-di", "DigiD", 7),
                    _team("logius-to-ma", "Machtigen", 4),
                ),
            ),
            _agency(
                "oorg10124",
                "Rijksvastgoedbedrijf",
                _team("rvb-ve", "Vastgoedbeheer", 6),
                _team("rvb-pr", "Projecten", 3),
            ),
            _agency("oorg10120", "UBR | O&P Rijk", _team("opr-ad", "Advies", 5)),
            _agency(
                "bzk-rcn",
                "Rijksdienst Caribisch Nederland",
                _team("rcn-bo", "Bonaire", 3, *("America/Kralendijk",) * 3),
            ),
        ),
        _ministry(
            "mnre1058",
            "Justitie en Veiligheid",
            _MIGRATIE,
            _directorate(
                "jenv-wg",
                "Wetgeving en Juridische Zaken",
                _team("jenv-wg-st", "Strafrecht", 5),
                _team("jenv-wg-pr", "Privaatrecht", 4),
            ),
            _agency(
                "oorg10114",
                "Dienst Justitiële Inrichtingen",
                _department(
                    "dji-gw",
                    "Gevangeniswezen",
                    _team("dji-gw-a", "Nieuwersluis", 14),
                    _team("dji-gw-b", "Zwolle", 9),
                ),
            ),
            _agency(
                "oorg10111", "Centraal Justitieel Incassobureau", _team("cjib-in", "Inning", 6)
            ),
            _IND,
        ),
        _ministry(
            "mnre1090",
            "Financiën",
            _agency(
                "oorg12368",
                "Belastingdienst",
                _department(
                    "bd-pa",
                    "Particulieren",
                    _team("bd-pa-1", "Aangiften Arnhem", 9),
                    _team("bd-pa-2", "BelastingTelefoon", 8),
                ),
                _department("bd-mkb", "Midden- en Kleinbedrijf", _team("bd-mkb-1", "Utrecht", 6)),
            ),
            _agency("oorg12370", "Douane", _team("dou-rd", "Rotterdam Haven", 7)),
            _agency("oorg12369", "Dienst Toeslagen", _team("toe-he", "Herstel", 5)),
            _directorate("fin-adr", "Auditdienst Rijk", _team("fin-adr-1", "Audits BZK", 4)),
        ),
        _ministry(
            "mnre1130",
            "Infrastructuur en Waterstaat",
            _agency(
                "oorg10004",
                "Rijkswaterstaat",
                _department(
                    "rws-wnn",
                    "West-Nederland Noord",
                    _team("rws-wnn-1", "Wegbeheer", 7),
                    _team("rws-wnn-2", "Vaarwegen", 5),
                ),
            ),
            _agency("oorg10116", "KNMI", _team("knmi-wv", "Weerverwachting", 4)),
            _inspectorate(
                "oorg10006", "Inspectie Leefomgeving en Transport", _team("ilt-lv", "Luchtvaart", 5)
            ),
        ),
        _ministry(
            "mnre1045",
            "Economische Zaken en Klimaat",
            _KLIMAAT,
            _ENERGIE,
            _agency(
                "oorg10005",
                "Rijksdienst voor Ondernemend Nederland",
                _team("rvo-su", "Subsidies", 6),
            ),
            _inspectorate(
                "oorg10219",
                "Rijksinspectie Digitale Infrastructuur",
                _team("rdi-to", "Toezicht", 4),
            ),
        ),
        _ministry(
            "mnre1153",
            "Landbouw, Natuur en Voedselkwaliteit",
            _directorate("lvvn-na", "Natuur", _team("lvvn-na-1", "Natura 2000", 4)),
            _inspectorate(
                "oorg10102",
                "Nederlandse Voedsel- en Warenautoriteit",
                _team("nvwa-in", "Inspectie Zuid", 7),
            ),
        ),
        _ministry(
            "mnre1109",
            "Onderwijs, Cultuur en Wetenschap",
            _directorate("ocw-po", "Primair Onderwijs", _team("ocw-po-1", "Leraren", 5)),
            _agency("oorg10148", "Dienst Uitvoering Onderwijs", _team("duo-kc", "Klantcontact", 6)),
            _agency("oorg10118", "Nationaal Archief", _team("na-pu", "Publiek", 3)),
        ),
        _ministry(
            "mnre1073",
            "Sociale Zaken en Werkgelegenheid",
            _directorate("szw-ap", "Arbeidsmarktbeleid", _team("szw-ap-1", "Krapte", 4)),
            _inspectorate(
                "oorg12349", "Nederlandse Arbeidsinspectie", _team("nla-rm", "Recherche", 5)
            ),
        ),
        _ministry(
            "mnre1025",
            "Volksgezondheid, Welzijn en Sport",
            _directorate("vws-jz", "Jeugd", _team("vws-jz-1", "Jeugdhulp", 5)),
            _agency("oorg10123", "RIVM", _team("rivm-iz", "Infectieziekten", 6)),
            _inspectorate(
                "oorg12354",
                "Inspectie Gezondheidszorg en Jeugd",
                _team("igj-to", "Toezicht Zorg", 5),
            ),
        ),
        _ministry(
            "mnre1013",
            "Buitenlandse Zaken",
            _directorate("bz-cz", "Consulaire Zaken", _team("bz-cz-1", "Reisadvies", 5)),
            _directorate(
                "bz-po",
                "Posten",
                _team("bz-po-1", "Ambassades", 4, "America/New_York", "Asia/Jakarta"),
            ),
        ),
        _ministry(
            "mnre1010",
            "Algemene Zaken",
            _agency(
                "oorg10115",
                "Dienst Publiek en Communicatie",
                _team("dpc-ov", "Informatie Rijksoverheid", 4),
            ),
        ),
        _ministry(
            "mnre1018",
            "Defensie",
            _directorate("def-jz", "Juridische Zaken", _team("def-jz-1", "Advies", 4)),
        ),
    ),
)

NEW_MINISTRIES = {
    "mnre1162": "Ministerie van Asiel en Migratie",
    "mnre1182": "Ministerie van Klimaat en Groene Groei",
    "mnre1171": "Ministerie van Volkshuisvesting en Ruimtelijke Ordening",
}
"""Ministries that existed from the split of 2 July 2024 up to the merger of 23 February 2026."""

_MOVED = {
    "mnre1162": ("mnre1058", (_MIGRATIE.code, _IND.code)),
    "mnre1182": ("mnre1045", (_KLIMAAT.code, _ENERGIE.code)),
    "mnre1171": (BZK, (_WONINGBOUW.code, _RUIMTE.code)),
}


def changes() -> Iterator[Change]:
    """Yield what happened to the units, in order."""
    for code, name in NEW_MINISTRIES.items():
        yield Change(on=SPLIT, code=code, name=name, parent=RIJK)
    for there, (_here, moved) in _MOVED.items():
        yield from (Change(on=SPLIT, code=code, parent=there) for code in moved)
    yield Change(on=SPLIT, code="mnre1045", name="Ministerie van Economische Zaken")
    lvvn = "Ministerie van Landbouw, Visserij, Voedselzekerheid en Natuur"
    yield Change(on=SPLIT, code="mnre1153", name=lvvn)
    for there, (here, moved) in _MOVED.items():
        yield from (Change(on=MERGER, code=code, parent=here) for code in moved)
        yield Change(on=MERGER, code=there, ends=True)
    yield Change(on=MERGER, code="mnre1045", name="Ministerie van Economische Zaken en Klimaat")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A unit with the unit above it."""

    node: Node
    parent: str | None
    depth: int


def places(*, persons: int, full: int = 400) -> list[Place]:
    """Return all units; with fewer persons than `full` the teams outside the showcase shrink."""
    share = min(1.0, max(0.0, (persons - 70) / (full - 70)))
    return list(_walk(_shrunk(TREE, share), None, 0))


def _walk(node: Node, parent: str | None, depth: int) -> Iterator[Place]:
    yield Place(node=node, parent=parent, depth=depth)
    for child in node.units:
        yield from _walk(child, node.code, depth + 1)


def _shrunk(node: Node, share: float) -> Node:
    if node.code == SHOWCASE:
        return node
    units = tuple(_shrunk(unit, share) for unit in node.units)
    return replace(node, size=round(node.size * share), units=units)
