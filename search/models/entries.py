"""Everything that can be found, as the apps said it, with its words made comparable."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from core import clock
from core.searching import Gate
from search.enums import Kind
from search.querysets import SearchEntryQuerySet

_GATES = [(gate.value, gate.value) for gate in Gate]


class SearchEntry(index.Indexed, models.Model):
    """Something that can be found. Written by `search.services.updating` only; can be made anew.

    `terms` is what the search engine reads: stems, also those of the parts of long words, so that
    no engine needs to know Dutch. A stem that begins with "x" stands in the title or the keywords.
    `weights` says how much each stem tells about this entry. `words` only when it is bound to
    units: nobody else may hear of them, not even to mend a mistake.
    """

    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    key = models.CharField(_("key"), max_length=200)
    title = models.CharField(_("title"), max_length=300)
    label = models.CharField(_("number before the title"), max_length=40, blank=True)
    text = models.TextField(_("text to find"), blank=True)
    keywords = models.TextField(_("search words"), blank=True)
    path = models.CharField(_("address"), max_length=500)
    gate = models.CharField(_("who may find it"), max_length=12, choices=_GATES)
    units: ClassVar = models.ManyToManyField(
        "organisations.Unit", through="search.EntryUnit", related_name="+"
    )
    terms = models.TextField(_("stems"), blank=True)
    weights = models.JSONField(_("weights of stems"), default=dict)
    words = models.JSONField(_("words of a bound entry"), default=list, blank=True)
    source = models.CharField(_("source"), max_length=200)
    content_hash = models.CharField(max_length=64)
    updated_at = models.DateTimeField(_("changed at"), default=clock.now)

    objects: ClassVar = SearchEntryQuerySet.as_manager()

    search_fields: ClassVar = [
        index.SearchField("terms"),
        index.FilterField("id"),
        index.FilterField("kind"),
        index.FilterField("gate"),
    ]
    # Written many at once, to the engine too.
    search_auto_update = False
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("search entry")
        verbose_name_plural = _("search entries")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["kind", "key"], name="search_entry_once"),
        ]
        indexes = [models.Index(fields=["gate"], name="search_entry_gate")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class EntryUnit(models.Model):
    """A unit whose people, and those of all units below it, may find an entry."""

    entry = models.ForeignKey(SearchEntry, on_delete=models.CASCADE, related_name="unit_rows")
    unit = models.ForeignKey("organisations.Unit", on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("unit of a search entry")
        verbose_name_plural = _("units of search entries")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["entry", "unit"], name="search_entry_unit_once"),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} > {self.unit_id}"


class SearchWords(models.Model):
    """One row: the words of all entries that are not bound to units, to mend what is mistyped.

    `words` has for each word whether the public may know of it (0) or who is signed in (1), and its
    stems; `counts` has for each stem how many public entries have it, and how many others;
    `totals` how many entries there are. `version` is another one whenever these are.
    """

    ONLY = 1

    id = models.PositiveSmallIntegerField(primary_key=True, default=ONLY)
    version = models.CharField(max_length=64)
    words = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)
    totals = models.JSONField(default=list)

    class Meta:
        verbose_name = _("vocabulary of the search")
        verbose_name_plural = _("vocabulary of the search")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="search_words_one_row"),
        ]

    def __str__(self) -> str:
        return self.version
