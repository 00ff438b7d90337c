"""What editors add: words that mean the same, and what stands on top for some words."""

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from core import clock
from search.models.entries import SearchEntry


def listed(words: str) -> tuple[str, ...]:
    """Return the words that an editor separated by commas or lines."""
    parts = (part.strip() for part in words.replace("\n", ",").split(","))
    return tuple(part for part in parts if part)


class EditedWords(models.Model):
    """Something about words; `key` and `loaded_hash` only when it came with Kompas."""

    words = models.TextField(
        _("words"), max_length=1000, help_text=_("Separated by commas. Two words may be one term.")
    )
    key = models.SlugField(max_length=60, blank=True, editable=False)
    loaded_hash = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        abstract = True

    def clean(self) -> None:
        """Refuse a list of nothing."""
        super().clean()
        if not listed(self.words):
            raise ValidationError({"words": _("Type at least one word.")})

    @property
    def word_list(self) -> tuple[str, ...]:
        """The words one by one."""
        return listed(self.words)


class SearchSynonym(EditedWords):
    """Words that mean the same to who searches: who types one finds the others."""

    class Meta:
        verbose_name = _("words that mean the same")
        verbose_name_plural = _("words that mean the same")
        ordering: ClassVar = ["words"]
        constraints = [
            models.UniqueConstraint(
                fields=["key"], condition=~models.Q(key=""), name="search_synonym_once"
            )
        ]

    def __str__(self) -> str:
        return self.words[:80]

    def clean(self) -> None:
        """Refuse one word alone: it cannot mean the same as another."""
        super().clean()
        if len(self.word_list) == 1:
            raise ValidationError({"words": _("Type two words or more, with commas between.")})


class PromotedResult(EditedWords):
    """What stands on top when somebody types one of these words, with one other word at most.

    It is named by its address: what can be found is made anew all the time, an address stays.
    """

    path = models.CharField(
        _("address"),
        max_length=500,
        help_text=_("What comes after the name of the site in the address bar, such as /hulp/."),
    )

    class Meta:
        verbose_name = _("result on top")
        verbose_name_plural = _("results on top")
        ordering: ClassVar = ["words"]
        constraints = [
            models.UniqueConstraint(
                fields=["key"], condition=~models.Q(key=""), name="search_promotion_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.words[:60]} > {self.path}"

    def clean(self) -> None:
        """Refuse an address at which nothing can be found."""
        super().clean()
        if self.path and not SearchEntry.objects.filter(path=self.path).exists():
            raise ValidationError(
                {
                    "path": _(
                        "Nothing that can be found stands at this address. Open the page, copy what"
                        " comes after the name of the site, and leave out /en."
                    )
                }
            )


class LoadedWords(models.Model):
    """That something about words came with Kompas once; it stays when an editor deletes it.

    Without this, loading could not tell what an editor deleted from what is new.
    """

    model = models.CharField(max_length=40)
    key = models.SlugField(max_length=60)
    loaded_at = models.DateTimeField(default=clock.now)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["model", "key"], name="search_words_loaded_once")
        ]

    def __str__(self) -> str:
        return f"{self.model}: {self.key}"
