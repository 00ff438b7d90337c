"""The register of links: one place for every address outside Kompas, with how it fares."""

from typing import ClassVar

from django.core.validators import URLValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from toolbox.practice_enums import LinkKind, LinkOutcome

FAILURES_THAT_COUNT = 2
"""A site may be away for a night; twice in a row is told to the editors."""


class LinkQuerySet(models.QuerySet["Link"]):
    """Links, found by how they fare."""

    def dead(self) -> "LinkQuerySet":
        """Keep those that failed twice in a row or more."""
        return self.filter(is_checked=True, failures__gte=FAILURES_THAT_COUNT)


class Link(models.Model):
    """An address elsewhere; pages use it by its key, so that it is changed in one place."""

    key = models.SlugField(
        _("key"), max_length=80, unique=True, help_text=_("Stays the same for ever.")
    )
    title = models.CharField(_("title"), max_length=120)
    url = models.URLField(
        _("address"), max_length=500, validators=[URLValidator(schemes=["https", "http"])]
    )
    description = models.CharField(_("what one finds there"), max_length=400)
    kind = models.CharField(_("kind"), max_length=10, choices=LinkKind, default=LinkKind.SITE)
    themes = models.JSONField(_("themes"), default=list, blank=True)
    review_on = models.DateField(_("look at it again on"))
    is_checked = models.BooleanField(
        _("check this link"),
        default=True,
        help_text=_("Untick it for a site that does not want that, or only works inside."),
    )
    last_checked_at = models.DateTimeField(_("last looked at"), null=True, editable=False)
    last_outcome = models.CharField(
        _("what was found"),
        max_length=12,
        choices=LinkOutcome,
        default=LinkOutcome.UNKNOWN,
        editable=False,
    )
    last_status = models.PositiveSmallIntegerField(
        _("answer of the site"), null=True, editable=False
    )
    failures = models.PositiveSmallIntegerField(_("failures in a row"), default=0, editable=False)
    failing_since = models.DateTimeField(_("fails since"), null=True, editable=False)
    loaded_hash = models.CharField(max_length=64, blank=True, editable=False)

    objects = LinkQuerySet.as_manager()

    panels: ClassVar = [
        FieldPanel("title"),
        FieldPanel("key"),
        FieldPanel("url"),
        FieldPanel("description"),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("review_on")]),
        FieldPanel("themes"),
        FieldPanel("is_checked"),
    ]

    class Meta:
        verbose_name = _("link")
        verbose_name_plural = _("links")
        ordering: ClassVar = ["title", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(failures=0, failing_since__isnull=True)
                | Q(failures__gt=0, failing_since__isnull=False),
                name="link_fails_since_its_first_failure",
            )
        ]

    def __str__(self) -> str:
        return self.title

    def forget_findings(self) -> None:
        """Know nothing any more: what was found was about another address."""
        self.last_outcome, self.last_status = LinkOutcome.UNKNOWN, None
        self.last_checked_at = self.failing_since = None
        self.failures = 0

    @property
    def is_dead(self) -> bool:
        """Tell whether it failed twice in a row or more."""
        return self.is_checked and self.failures >= FAILURES_THAT_COUNT
