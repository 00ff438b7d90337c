"""Names as they occur at the Rijk: of all backgrounds, none of a real person on purpose."""

import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from random import Random

import yaml

DOMAIN = "rijk.example"
# Letters that Unicode does not take apart into a plain letter and a sign.
_UNSPLIT = str.maketrans({"\u0131": "i", "\u0142": "l"})


@dataclass(frozen=True, slots=True)
class Name:
    """A first name, a prefix that may be empty, and a surname."""

    first: str
    prefix: str
    last: str

    @property
    def full(self) -> str:
        """The name as it is written."""
        return " ".join(part for part in (self.first, self.prefix, self.last) if part)

    @property
    def sorted(self) -> str:
        """The name as it stands in a list: "Dijk, Jeroen van"."""
        return f"{self.last}, {' '.join(part for part in (self.first, self.prefix) if part)}"

    @property
    def email(self) -> str:
        """The address at work."""
        return f"{plain(self.first)}.{plain(self.prefix + self.last)}@{DOMAIN}"


def plain(text: str) -> str:
    """Return text as it can stand in an address: no accents, spaces or signs."""
    letters = unicodedata.normalize("NFKD", text.translate(_UNSPLIT))
    return re.sub(r"[^a-z]", "", letters.encode("ascii", "ignore").decode().lower())


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """First names and surnames that occur together; `share` says how often."""

    share: int
    first: tuple[str, ...]
    last: tuple[str, ...]


def read_pools() -> list[Pool]:
    """Read `names.yaml`."""
    rows = yaml.safe_load((Path(__file__).parent / "names.yaml").read_text())
    return [
        Pool(share=row["share"], first=tuple(row["first"].split()), last=tuple(row["last"].split()))
        for row in rows
    ]


def read_name(first: str, surname: str) -> Name:
    """Return a name from "van_der_Meer" and the like."""
    *prefix, last = surname.split("_")
    return Name(first, " ".join(prefix), last)


class Names:
    """Gives names that nobody else in the demo has, in an order that follows from the seed."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._pools = read_pools()
        self._shares = [pool.share for pool in self._pools]
        self._used: set[str] = set()

    def reserve(self, name: Name) -> Name:
        """Keep a name for somebody in particular."""
        self._used.add(name.email)
        return name

    def draw(self) -> Name:
        """Return a name that was not used yet."""
        while True:
            [pool] = self._rng.choices(self._pools, self._shares)
            name = read_name(self._rng.choice(pool.first), self._rng.choice(pool.last))
            if name.email not in self._used:
                return self.reserve(name)
