"""Words of a Dutch text: found, made comparable, brought back to their stem."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock

from snowballstemmer import stemmer

_WORD = re.compile(r"[^\W_]+")
_STEMMER = stemmer("dutch")
_LOCK = Lock()
_SHORTEST = 2
_SHORTEST_BARE = 4

_COMMON = (
    "aan al alle als altijd andere ben bent bij dan dat de der deze die dit doe doen "
    "door dus een eens en er ga gaan geen had heb hebben heeft hem het hier hij hoe "
    "hun iemand iets ik in is je jij jou jouw kan kun kunnen maar mag me meer men met"
    " mij mijn moet moeten na naar niet nog nu of om omdat ons onze ook op over per "
    "te tegen toch toen tot u uit uw van vanuit veel via voor waar wanneer wat we wel"
    " welke werd wie wij wil willen worden wordt zal ze zelf zich zij zijn zo zonder "
    "zou "
)

STOPWORDS = frozenset(_COMMON.split())
"""Words that say nothing about a subject."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text and where it stands; `folded` is without capitals and accents."""

    text: str
    start: int
    end: int

    @property
    def folded(self) -> str:
        """The word as words are compared."""
        return fold(self.text)


def words(text: str) -> Iterator[Word]:
    """Yield every word of a text, in order; a hyphen and an apostrophe part words."""
    for match in _WORD.finditer(text):
        yield Word(match[0], match.start(), match.end())


def fold(text: str) -> str:
    """Return a text without capitals and accents."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in parts if not unicodedata.combining(letter))


def telling(text: str) -> list[str]:
    """Return the folded words that say something; all of them when none does."""
    found = [word.folded for word in words(text)]
    kept = [word for word in found if word not in STOPWORDS and _says_something(word)]
    return kept or found


# Stemming is slow and texts repeat their words.
@lru_cache(maxsize=32_768)
def stem(word: str) -> str:
    """Return the stem of a folded word: cadeautjes and cadeau have the same one."""
    with _LOCK:  # a stemmer keeps the word that it works on
        return str(_STEMMER.stemWord(word))


def participle_of(word: str) -> str:
    """Return what "gepest" is made of: the word without "ge", when enough is left."""
    bare = word.removeprefix("ge")
    return bare if len(bare) >= _SHORTEST_BARE else word


def forms_of(word: str) -> frozenset[str]:
    """Return a word in the forms that stemming leaves apart: gepest and pest, nieuw and nieuwe."""
    adjective = word.removesuffix("e") if len(word) > _SHORTEST_BARE else word
    return frozenset({word, participle_of(word), f"{word}e", adjective})


def _says_something(word: str) -> bool:
    return len(word) >= _SHORTEST or word.isdigit()
