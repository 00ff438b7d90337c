"""The roles that help: who it is, for whom, and how far confidentiality goes (domain.md §1.3)."""

from datetime import date
from typing import Any, ClassVar

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.fields import RichTextField
from wagtail.models import DraftStateMixin, LockableMixin, PreviewableMixin, RevisionMixin

from guidance.enums import Confidentiality, Side
from organisations.enums import RoleKind


def role_kinds() -> list[Any]:
    """Return the roles of the organisation; a callable, so that a new one asks no migration."""
    return RoleKind.choices


FEATURES = ["bold", "italic", "ol", "ul", "link"]


class HelpRole(PreviewableMixin, DraftStateMixin, LockableMixin, RevisionMixin, models.Model):
    """A role, or a kind of outside help, as a reader has to know it before making contact.

    `is_independent` and `is_binding` are empty where it differs or means nothing; the note says
    how it is. Whether an adviser is internal or external is said by the contact.
    """

    key = models.SlugField(_("key"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=120)
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    side = models.CharField(_("where it stands"), max_length=10, choices=Side)
    who_is_it = models.TextField(_("who is it"))
    for_whom = models.TextField(_("for whom"))
    what_they_do = RichTextField(_("what they do"), features=FEATURES)
    what_they_do_not = RichTextField(_("what they do not do"), features=FEATURES, blank=True)
    confidentiality = models.CharField(
        _("confidential"), max_length=8, choices=Confidentiality, default=Confidentiality.ASK
    )
    confidentiality_note = models.TextField(_("how far confidential"), blank=True)
    is_independent = models.BooleanField(_("independent"), null=True, blank=True)
    independence_note = models.TextField(_("how independent"), blank=True)
    is_binding = models.BooleanField(_("decision is binding"), null=True, blank=True)
    binding_note = models.TextField(_("how binding"), blank=True)
    what_happens_next = RichTextField(_("what happens next"), features=FEATURES)
    serves_externals = models.BooleanField(
        _("also for external hires"),
        default=True,
        help_text=_("Off: only for civil servants, so the guide shows external hires another way."),
    )
    role_kind = models.CharField(
        _("role in the organisation"), max_length=32, choices=role_kinds, blank=True
    )
    review_on = models.DateField(_("review on"), null=True, blank=True)
    owner = models.ForeignKey(
        "organisations.Person",
        verbose_name=_("owner"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    loaded_hash = models.CharField(max_length=64, blank=True, editable=False)

    _revisions = GenericRelation("wagtailcore.Revision", related_query_name="help_role")

    class Meta:
        verbose_name = _("role that helps")
        verbose_name_plural = _("roles that help")
        ordering: ClassVar = ["position", "name"]

    def __str__(self) -> str:
        return self.name

    @property
    def revisions(self) -> Any:
        """The revisions of this role."""
        return self._revisions

    def is_due_for_review(self, day: date) -> bool:
        """Tell whether the text should have been read again by now."""
        return self.review_on is not None and self.review_on <= day

    def get_preview_template(self, request: Any, mode_name: str) -> str:
        """Show it as readers will see it."""
        del request, mode_name
        return "guidance/role_preview.html"
