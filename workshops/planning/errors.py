"""Why a plan is refused: sentences that say what to do instead. Nothing was changed then."""

from collections.abc import Iterable, Mapping

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _


class PlanningRefused(Exception):
    """The plan cannot be made like this; screens show the sentences."""

    def __init__(self, *sentences: str) -> None:
        self.sentences = tuple(str(sentence) for sentence in sentences)
        super().__init__(*self.sentences)

    def __str__(self) -> str:
        return " ".join(self.sentences)


class TrainerIsBusy(PlanningRefused):
    """Somebody would be in two places at once."""


class ClockIsChanged(PlanningRefused):
    """On the day that the clock changes, this time is not there, or is there twice."""


def refuse_if(sentences: Iterable[str]) -> None:
    """Raise `PlanningRefused` with these sentences, if there are any."""
    found = list(dict.fromkeys(sentences))
    if found:
        raise PlanningRefused(*found)


def checked(row: models.Model, *, without: Iterable[str] = ()) -> None:
    """Raise `PlanningRefused` when a row does not meet what its model and the database ask."""
    try:
        row.full_clean(exclude=set(without))
    except ValidationError as error:
        refuse_if(_named(row, error.message_dict))
        raise


def _named(row: models.Model, messages: Mapping[str, Iterable[str]]) -> list[str]:
    """Return the messages of a form, each with the name of its field: there is no form here."""
    sentences: list[str] = []
    for name, texts in messages.items():
        if name == "__all__":
            sentences += texts
            continue
        label = str(getattr(row._meta.get_field(name), "verbose_name", name))
        sentences += [
            _("%(field)s: %(problem)s") % {"field": label.capitalize(), "problem": text}
            for text in texts
        ]
    return sentences
