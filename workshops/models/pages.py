"""Pages of the catalogue: all workshops, and one kind of workshop."""

from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.search import index

from core.pages import ShownByView
from core.streamfield import BlocklessStreamField
from lms.api import Activity, ActivityKind
from organisations.enums import RoleKind
from workshops.enums import Audience
from workshops.models.types import WorkshopType

CATALOGUE_SLUG = "workshops"
# Addresses directly under the catalogue that are not workshops.
RESERVED_SLUGS = frozenset(
    {"aanbod", "aanmelden", "afmelden", "agenda", "bijeenkomst", "mijn", "sessie", "trainers"}
)
RICH_TEXT_FEATURES = ["bold", "italic", "ol", "ul", "link"]
_MAY_COUNT_FOR = {"kind__in": [ActivityKind.WORKSHOP, ActivityKind.TEAM_SESSION]}


class CataloguePage(ShownByView):
    """A page whose address the site itself does not use."""

    class Meta:
        abstract = True

    def clean(self) -> None:
        """Refuse an address that the site itself uses."""
        super().clean()
        if self.slug in RESERVED_SLUGS:
            raise ValidationError({"slug": _("This address is taken. Choose another one.")})


class WorkshopIndexPage(CataloguePage):
    """What stands above the calendar; kinds of workshops and campaigns stand below it."""

    lead = models.TextField(_("introduction"), max_length=400, blank=True)

    view: ClassVar = "workshops.views.pages.show_index"
    content_panels: ClassVar = [*Page.content_panels, FieldPanel("lead")]
    promote_panels: ClassVar = [FieldPanel("seo_title")]
    parent_page_types: ClassVar = settings.WORKSHOPS_PARENTS
    subpage_types: ClassVar = ["workshops.WorkshopPage", "workshops.CampaignPage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("catalogue of workshops")
        verbose_name_plural = _("catalogues of workshops")

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        """Keep the address that the rest of the site links to."""
        self.slug = CATALOGUE_SLUG
        super().full_clean(*args, **kwargs)


class WorkshopPageForm(WagtailAdminPageForm):
    """Lets an editor tick what is stored as lists."""

    audiences = forms.MultipleChoiceField(
        label=_("meant for"),
        choices=Audience.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("People search by this."),
    )
    open_to = forms.MultipleChoiceField(
        label=_("only for these roles"),
        choices=RoleKind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Nothing ticked: everybody may book."),
    )


class WorkshopPage(CataloguePage):
    """A kind of workshop. Publishing it writes its `WorkshopType`, which outlives the page."""

    key = models.SlugField(
        _("key"),
        max_length=80,
        help_text=_("Stays the same for ever: what people did is kept under this key."),
    )
    summary = models.TextField(_("summary"), max_length=400)
    for_whom = models.CharField(_("for whom, in words"), max_length=200)
    audiences = models.JSONField(_("meant for"), default=list)
    open_to = models.JSONField(_("only for these roles"), default=list, blank=True)
    minutes = models.PositiveSmallIntegerField(
        _("minutes per session"), validators=[MinValueValidator(15)]
    )
    sessions = models.PositiveSmallIntegerField(
        _("number of sessions"), default=1, validators=[MinValueValidator(1)]
    )
    required_sessions = models.PositiveSmallIntegerField(
        _("sessions to attend at least"),
        null=True,
        blank=True,
        help_text=_("Empty: all of them."),
    )
    minimum = models.PositiveSmallIntegerField(
        _("smallest group"), default=1, validators=[MinValueValidator(1)]
    )
    maximum = models.PositiveSmallIntegerField(_("largest group"))
    is_for_teams = models.BooleanField(_("for a whole team"), default=False)
    is_pilot = models.BooleanField(
        _("pilot"), default=False, help_text=_("A pilot stays out of all figures.")
    )
    is_confidential = models.BooleanField(
        _("confidential"),
        default=False,
        help_text=_(
            "Only the participant and the trainer know who comes. It counts for nothing and is in "
            "no figure. Once dates are planned this cannot be taken back."
        ),
    )
    needs_approval = models.BooleanField(_("the manager must approve"), default=False)
    counts_for = models.ForeignKey(
        Activity,
        verbose_name=_("counts for"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        limit_choices_to=_MAY_COUNT_FOR,
        help_text=_("Empty: only for this workshop itself."),
    )
    goals = models.TextField(
        _("goals"), blank=True, help_text=_("What somebody can do afterwards. One on each line.")
    )
    what_we_do = RichTextField(_("what we do"), blank=True, features=RICH_TEXT_FEATURES)
    in_practice = RichTextField(_("in practice"), blank=True, features=RICH_TEXT_FEATURES)
    body = BlocklessStreamField("workshops.blocks.page_blocks", blank=True, verbose_name=_("more"))
    loaded_hash = models.CharField(max_length=64, blank=True, editable=False)

    view: ClassVar = "workshops.views.pages.show_type"
    base_form_class = WorkshopPageForm
    content_panels: ClassVar = [
        *Page.content_panels,
        FieldPanel("summary"),
        FieldPanel("for_whom"),
        FieldPanel("goals"),
        FieldPanel("what_we_do"),
        FieldPanel("in_practice"),
        FieldPanel("body"),
        MultiFieldPanel(
            [
                FieldPanel("audiences"),
                FieldPanel("open_to"),
                FieldPanel("is_for_teams"),
                FieldPanel("needs_approval"),
                FieldPanel("is_confidential"),
                FieldPanel("is_pilot"),
            ],
            heading=_("Who may come"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("minutes"), FieldPanel("sessions")]),
                FieldRowPanel([FieldPanel("minimum"), FieldPanel("maximum")]),
                FieldPanel("required_sessions"),
                FieldPanel("counts_for"),
                FieldPanel("key"),
            ],
            heading=_("Time, group and what it counts for"),
        ),
    ]
    promote_panels: ClassVar = [FieldPanel("slug"), FieldPanel("seo_title")]
    search_fields: ClassVar = [
        *Page.search_fields,
        index.SearchField("summary"),
        index.SearchField("for_whom"),
        index.SearchField("goals"),
        index.SearchField("what_we_do"),
    ]
    parent_page_types: ClassVar = ["workshops.WorkshopIndexPage"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("workshop page")
        verbose_name_plural = _("workshop pages")

    @property
    def goal_list(self) -> list[str]:
        """The goals, one by one."""
        return [line.strip() for line in self.goals.splitlines() if line.strip()]

    def clean(self) -> None:
        """Refuse what the kind of workshop behind the page cannot be."""
        super().clean()
        if errors := {**self._wrong_pilot(), **self._wrong_sizes(), **self._wrong_secrets()}:
            raise ValidationError(errors)
        if self.alias_of_id is None:
            self._check_key()

    def _check_key(self) -> None:
        others = WorkshopPage.objects.filter(key=self.key, locale_id=self.locale_id)
        if others.exclude(pk=self.pk).exists():
            raise ValidationError({"key": _("Another workshop has this key. Choose another one.")})

    def _wrong_sizes(self) -> dict[str, Any]:
        errors: dict[str, Any] = {}
        if self.minimum and self.maximum and self.maximum < self.minimum:
            errors["maximum"] = _("The largest group must be at least as large as the smallest.")
        if self.required_sessions and self.required_sessions > (self.sessions or 0):
            errors["required_sessions"] = _("Ask for at most as many sessions as there are.")
        return errors

    def _wrong_pilot(self) -> dict[str, Any]:
        """Keep a pilot out of what others count: it counts for itself only."""
        if self.is_pilot and self.counts_for_id:
            return {"counts_for": _("A pilot counts for nothing else yet. Leave this empty.")}
        return {}

    def _wrong_secrets(self) -> dict[str, Any]:
        """Say what a confidential workshop may not be, and that it stays confidential."""
        kind = WorkshopType.objects.filter(key=self.key).first()
        if not self.is_confidential:
            was = kind is not None and kind.is_confidential and kind.events.exists()
            sentence = _("Dates were planned in confidence: it stays confidential.")
            return {"is_confidential": sentence} if was else {}
        if self.counts_for_id or self.needs_approval or self.is_for_teams:
            return {
                "is_confidential": _(
                    "A confidential workshop counts for nothing, needs no approval and is not for "
                    "a team: others would hear of it."
                )
            }
        if kind is not None and kind.events.telling_others().exists():
            return {
                "is_confidential": _(
                    "There are dates that a manager knows of. Cancel those first, or make a new "
                    "workshop."
                )
            }
        return {}
