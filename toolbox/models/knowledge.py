"""The kennishuis: articles, stories, sources, facts and procedures, each with a review date."""

from datetime import date
from typing import Any, ClassVar

import structlog
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import Page, PageManager
from wagtail.query import PageQuerySet

from core.pages import ShownByView
from core.streamfield import BlocklessStreamField
from toolbox.enums import Audience, Theme
from toolbox.practice_enums import KnowledgeKind
from toolbox.tagging import holding

logger = structlog.get_logger(__name__)

INDEX_SLUG = "kennishuis"
RESERVED_SLUGS = frozenset({"links"})
"""Addresses directly under the kennishuis that the site itself uses."""
_SCHEDULED = "wagtail.publish.scheduled"


class NotReadyForReaders(ValidationError):
    """A story may not be read yet."""


class KnowledgeIndexPage(ShownByView):
    """What stands above the list; the pages of the kennishuis stand below it."""

    lead = models.TextField(gettext_lazy("introduction"), max_length=400, blank=True)

    view: ClassVar = "toolbox.views.knowledge.show_index"
    content_panels: ClassVar = [*Page.content_panels, FieldPanel("lead")]
    promote_panels: ClassVar = [FieldPanel("seo_title")]
    parent_page_types: ClassVar = settings.TOOLBOX_PARENTS
    subpage_types: ClassVar = ["toolbox.KnowledgePage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = gettext_lazy("kennishuis")
        verbose_name_plural = gettext_lazy("kennishuizen")

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        """Keep the address that the rest of the site links to."""
        self.slug = INDEX_SLUG
        super().full_clean(*args, **kwargs)


def why_story_waits(*, kind: str, consent_on: date | None, is_anonymised: bool) -> dict[str, str]:
    """Return per field why a story may not be read yet; empty for what may, and for no story."""
    if kind != KnowledgeKind.STORY:
        return {}
    missing = {}
    if consent_on is None:
        missing["consent_on"] = _(
            "This is a story about somebody. Fill in on which day they agreed, before you "
            "publish it."
        )
    if not is_anonymised:
        missing["is_anonymised"] = _(
            "Look first whether nobody can be recognised, and tick that, before you publish it."
        )
    return missing


class KnowledgeQuerySet(PageQuerySet):
    """Pages of the kennishuis, found by subject and by who may read them."""

    def readable_within(self, units: Any) -> "KnowledgeQuerySet":
        """Keep what is for everybody, and what is of one of these units."""
        found: KnowledgeQuerySet = self.live().filter(Q(unit=None) | Q(unit__in=units))
        return found

    def about(self, *, theme: str = "", audience: str = "", kind: str = "") -> "KnowledgeQuerySet":
        """Keep what has all of these; an empty one is no condition."""
        rows = holding(holding(self, "themes", theme), "audiences", audience)
        found: KnowledgeQuerySet = rows.filter(kind=kind) if kind else rows
        return found


class KnowledgePageForm(WagtailAdminPageForm):
    """Lets an editor tick what is stored as lists, and remembers who recorded consent."""

    themes = forms.MultipleChoiceField(
        label=gettext_lazy("themes"),
        choices=Theme.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    audiences = forms.MultipleChoiceField(
        label=gettext_lazy("meant for"),
        choices=Audience.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("People search by this. Nothing ticked: for everybody."),
    )

    def clean(self) -> dict[str, Any]:
        """Note who recorded consent and who looked for names, next to the text that they saw."""
        cleaned: dict[str, Any] = super().clean()
        page = self.instance
        if "consent_on" in self.changed_data:
            page.consent_recorded_by = self.for_user if cleaned.get("consent_on") else None
        if "is_anonymised" in self.changed_data:
            page.anonymised_by = self.for_user if cleaned.get("is_anonymised") else None
        if not self.is_deferred_validation:
            for name, sentence in why_story_waits(
                kind=cleaned.get("kind", ""),
                consent_on=cleaned.get("consent_on"),
                is_anonymised=bool(cleaned.get("is_anonymised")),
            ).items():
                self.add_error(name, sentence)
        return cleaned


class KnowledgePage(ShownByView):
    """One page of the kennishuis."""

    kind = models.CharField(
        gettext_lazy("kind"), max_length=10, choices=KnowledgeKind, default=KnowledgeKind.ARTICLE
    )
    lead = models.TextField(gettext_lazy("introduction"), max_length=600)
    body = BlocklessStreamField(
        "toolbox.knowledge_blocks.knowledge_blocks", blank=True, verbose_name=gettext_lazy("body")
    )
    themes = models.JSONField(gettext_lazy("themes"), default=list)
    audiences = models.JSONField(gettext_lazy("meant for"), default=list, blank=True)
    sources = models.TextField(
        gettext_lazy("sources"),
        help_text=gettext_lazy("A source a line: where the text comes from, with its year."),
    )
    maintained_by = models.CharField(
        gettext_lazy("owner"),
        max_length=120,
        help_text=gettext_lazy("The role or department that keeps this text right."),
    )
    review_on = models.DateField(gettext_lazy("look at it again on"))
    unit = models.ForeignKey(
        "organisations.Unit",
        verbose_name=gettext_lazy("only for this part of the organisation"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=gettext_lazy("Only for a procedure. Who works there, or below it, can read it."),
    )
    consent_on = models.DateField(
        gettext_lazy("consent was given on"),
        null=True,
        blank=True,
        help_text=gettext_lazy("Only for a story: the day on which who it is about agreed."),
    )
    consent_recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=gettext_lazy("consent recorded by"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    is_anonymised = models.BooleanField(
        gettext_lazy("nobody can be recognised"),
        default=False,
        help_text=gettext_lazy("Only for a story: you looked for names, places and dates."),
    )
    anonymised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=gettext_lazy("looked at by"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    loaded_hash = models.CharField(max_length=64, blank=True, editable=False)

    objects = PageManager.from_queryset(KnowledgeQuerySet)()

    view: ClassVar = "toolbox.views.knowledge.show_page"
    base_form_class = KnowledgePageForm
    content_panels: ClassVar = [
        *Page.content_panels,
        FieldPanel("kind"),
        FieldPanel("lead"),
        FieldPanel("body"),
        FieldPanel("themes"),
        FieldPanel("audiences"),
        MultiFieldPanel(
            [
                FieldPanel("sources"),
                FieldRowPanel([FieldPanel("maintained_by"), FieldPanel("review_on")]),
            ],
            heading=gettext_lazy("Sources and upkeep"),
        ),
        MultiFieldPanel(
            [FieldPanel("consent_on"), FieldPanel("is_anonymised")],
            heading=gettext_lazy("Only for a story"),
        ),
        FieldPanel("unit"),
    ]
    parent_page_types: ClassVar = ["toolbox.KnowledgeIndexPage"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = gettext_lazy("page of the kennishuis")
        verbose_name_plural = gettext_lazy("pages of the kennishuis")
        constraints = [
            models.CheckConstraint(
                condition=Q(unit__isnull=True) | Q(kind=KnowledgeKind.PROCEDURE),
                name="only_a_procedure_is_of_a_unit",
            )
        ]

    @property
    def source_lines(self) -> list[str]:
        """The sources, one each."""
        return [line.strip() for line in self.sources.splitlines() if line.strip()]

    def why_not_ready(self) -> dict[str, str]:
        """Return per field why readers may not see this yet; empty when they may."""
        return why_story_waits(
            kind=self.kind, consent_on=self.consent_on, is_anonymised=self.is_anonymised
        )

    def clean(self) -> None:
        """Refuse an address of the site itself, a unit that hides facts, a story without consent.

        Wagtail asks this for every save, so nothing that is live can lose its consent either.
        """
        super().clean()
        if self.slug in RESERVED_SLUGS:
            raise ValidationError({"slug": _("This address is taken. Choose another one.")})
        if self.unit_id is not None and self.kind != KnowledgeKind.PROCEDURE:
            raise ValidationError({"unit": _("Only a procedure can be of one part alone.")})
        if self.live and self.why_not_ready():
            raise NotReadyForReaders(self.why_not_ready())

    def publish(self, revision: Any, *args: Any, **kwargs: Any) -> Any:
        """Refuse to publish, or to plan that, what readers may not see.

        A plan that was made before is dropped: an error here would stop all other plans with it.
        """
        missing = revision.as_object().why_not_ready()
        if not missing:
            return super().publish(revision, *args, **kwargs)
        if kwargs.get("log_action") == _SCHEDULED:
            revision.approved_go_live_at = None
            revision.save(update_fields=["approved_go_live_at"])
            logger.warning("story not published as planned", page=self.pk, missing=sorted(missing))
            return None
        raise NotReadyForReaders(missing)
