"""What a definition consists of."""

from dataclasses import dataclass

from django.utils.functional import Promise

Text = str | Promise
COUNTING = "Domeinbeschrijving §6"
PRIVACY = "Domeinbeschrijving §5.2"
"""Parts of the description of the domain that a definition rests on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """The meaning of a word. A figure also says of whom, and what is divided by what."""

    anchor: str
    title: Text
    meaning: Text
    population: Text = ""
    numerator: Text = ""
    denominator: Text = ""
    source: str = ""
