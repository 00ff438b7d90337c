"""The page of a campaign: a few days a year around one theme."""

from datetime import date
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import Page
from wagtail.search import index

from core.streamfield import BlocklessStreamField
from workshops.models.pages import CataloguePage


class CampaignPage(CataloguePage):
    """A few days a year around one theme, with the workshops that belong to it.

    Dates of those workshops between `from_on` and `until_on` stand on the page by themselves, with
    `shows_all` those of all other workshops too. `dates` are single dates chosen by hand, also on
    other days; they stay behind when the campaign is copied for next year.
    """

    summary = models.TextField(_("summary"), max_length=300)
    announce_on = models.DateField(
        _("announced from"),
        null=True,
        blank=True,
        help_text=_("From this day it stands above the calendar. Empty: from its first day."),
    )
    from_on = models.DateField(_("first day"))
    until_on = models.DateField(_("last day"))
    body = BlocklessStreamField("workshops.blocks.page_blocks", blank=True, verbose_name=_("text"))
    workshops = BlocklessStreamField(
        "workshops.blocks.chosen_workshops", blank=True, verbose_name=_("workshops")
    )
    shows_all = models.BooleanField(
        _("all workshops of these days"),
        default=False,
        help_text=_("Also show dates of other workshops in these days."),
    )
    dates = BlocklessStreamField(
        "workshops.blocks.chosen_dates",
        blank=True,
        verbose_name=_("single dates"),
        help_text=_("Dates that belong to it as well, whatever the workshop and the day."),
    )
    loaded_hash = models.CharField(max_length=64, blank=True, editable=False)

    view: ClassVar = "workshops.views.pages.show_campaign"
    content_panels: ClassVar = [
        *Page.content_panels,
        FieldPanel("summary"),
        FieldRowPanel(
            [FieldPanel("announce_on"), FieldPanel("from_on"), FieldPanel("until_on")],
            heading=_("Days"),
        ),
        FieldPanel("body"),
        MultiFieldPanel(
            [FieldPanel("workshops"), FieldPanel("shows_all"), FieldPanel("dates")],
            heading=_("What belongs to it"),
        ),
    ]
    promote_panels: ClassVar = [FieldPanel("slug"), FieldPanel("seo_title")]
    search_fields: ClassVar = [*Page.search_fields, index.SearchField("summary")]
    parent_page_types: ClassVar = ["workshops.WorkshopIndexPage"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until_on__gte=models.F("from_on")), name="campaign_period"
            )
        ]

    @property
    def shown_from(self) -> date:
        """From which day people see it."""
        return self.announce_on or self.from_on

    def is_shown_on(self, day: date) -> bool:
        """Whether people see it on a day."""
        return self.shown_from <= day <= self.until_on

    def clean(self) -> None:
        """Refuse days in the wrong order."""
        super().clean()
        if self.from_on and self.until_on and self.until_on < self.from_on:
            raise ValidationError({"until_on": _("The last day must not come before the first.")})
        if self.announce_on and self.from_on and self.announce_on > self.from_on:
            raise ValidationError({"announce_on": _("Announce it on the first day or earlier.")})
