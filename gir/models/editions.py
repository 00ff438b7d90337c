"""What was published of the code, and who said to have read it. Appended, never changed."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core import clock
from gir.enums import ChangeKind, Channel
from gir.querysets import ArticleVersionQuerySet, EditionQuerySet
from lms.api import ChangeClass


class Edition(models.Model):
    """An edition of the code that a lawyer approved. In force from 00:00 in Amsterdam on a day.

    `change_class` says how much it differs: only a normative edition asks people to read it again.
    """

    code = models.SlugField(_("code"), max_length=40, unique=True)
    title = models.CharField(_("title"), max_length=200)
    stcrt_ref = models.CharField(_("reference in the Staatscourant"), max_length=80, blank=True)
    official_url = models.URLField(_("official publication"), blank=True)
    declaration_url = models.URLField(_("model declaration for external hires"), blank=True)
    summary = models.TextField(_("what changes, in plain words"), blank=True)
    change_class = models.CharField(_("class of change"), max_length=12, choices=ChangeClass)
    valid_from = models.DateField(_("in force from"))
    page_id = models.PositiveIntegerField(_("page it came from"), null=True)
    revision_id = models.PositiveIntegerField(_("revision of that page"), null=True)
    proposed_by = models.ForeignKey(
        "organisations.Person",
        verbose_name=_("proposed by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    approved_by = models.ForeignKey(
        "organisations.Person",
        verbose_name=_("approved by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    recorded_at = models.DateTimeField(_("recorded at"), default=clock.now, editable=False)

    objects: ClassVar = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("edition of the code")
        verbose_name_plural = _("editions of the code")
        default_permissions = ("view",)
        indexes = [models.Index(fields=["valid_from"], name="edition_from")]

    def __str__(self) -> str:
        return self.title


class EditionWithdrawal(models.Model):
    """An approved edition that will not come into force after all. Only before its first day."""

    edition = models.OneToOneField(
        Edition, verbose_name=_("edition"), on_delete=models.PROTECT, related_name="withdrawal"
    )
    reason = models.CharField(_("reason"), max_length=300)
    by = models.ForeignKey(
        "organisations.Person",
        verbose_name=_("by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    recorded_at = models.DateTimeField(_("recorded at"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("withdrawn edition")
        verbose_name_plural = _("withdrawn editions")
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.edition_id}: {self.reason}"


class TakenEffect(models.Model):
    """The version of the activity that an edition became when it came into force.

    Only who is asked to read the code again needs it; a reader never does.
    """

    edition = models.OneToOneField(
        Edition, verbose_name=_("edition"), on_delete=models.PROTECT, related_name="taken_effect"
    )
    version = models.OneToOneField(
        "lms.ActivityVersion",
        verbose_name=_("version of the activity"),
        on_delete=models.PROTECT,
        related_name="gir_edition",
    )

    class Meta:
        verbose_name = _("edition that came into force")
        verbose_name_plural = _("editions that came into force")
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.edition_id}: {self.version_id}"


class ArticleVersion(models.Model):
    """An article as it was published. What a reader sees on a date is the latest version by then.

    `key` stays with an article through all editions ("4-1"); `label` is the number that it carries
    in its edition ("4.1"). It is in force until the next version of the same key starts. Texts are
    HTML that was cleaned when it was published. `content_hash` is over everything a reader sees.
    """

    key = models.SlugField(_("key"), max_length=40)
    edition = models.ForeignKey(
        Edition, verbose_name=_("edition"), on_delete=models.PROTECT, related_name="versions"
    )
    number = models.PositiveIntegerField(_("number of the version"))
    change = models.CharField(_("change"), max_length=8, choices=ChangeKind)
    change_note = models.TextField(_("what changed, and why, in plain words"), blank=True)
    valid_from = models.DateField(_("in force from"))

    label = models.CharField(_("number"), max_length=20)
    title = models.CharField(_("title"), max_length=200)
    chapter = models.PositiveSmallIntegerField(_("chapter"))
    chapter_title = models.CharField(_("title of the chapter"), max_length=200)
    position = models.PositiveIntegerField(_("place in the code"))
    rule = models.TextField(_("what is the rule"), blank=True)
    expected = models.TextField(_("what is expected"), blank=True)
    example = models.TextField(_("example"), blank=True)
    where_to_go = models.TextField(_("where to go"), blank=True)
    official_text = models.TextField(_("official text"), blank=True)
    official_url = models.URLField(_("address of the official text"), blank=True)
    legal_refs = models.JSONField(_("legal basis"), default=list, blank=True)
    roles = models.JSONField(_("roles that help"), default=list, blank=True)

    content_hash = models.CharField(_("hash of the content"), max_length=64)
    page_id = models.PositiveIntegerField(_("page it came from"), null=True)
    revision_id = models.PositiveIntegerField(_("revision of that page"), null=True)
    approved_by = models.ForeignKey(
        "organisations.Person",
        verbose_name=_("approved by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    recorded_at = models.DateTimeField(_("recorded at"), default=clock.now, editable=False)

    objects: ClassVar = ArticleVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version of an article")
        verbose_name_plural = _("versions of an article")
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(fields=["key", "number"], name="article_version_once"),
            models.CheckConstraint(condition=~Q(content_hash=""), name="article_version_hashed"),
        ]
        indexes = [models.Index(fields=["key", "valid_from"], name="article_version_from")]

    def __str__(self) -> str:
        return f"{self.label} {self.title}"

    def get_absolute_url(self) -> str:
        """The address of the article, whatever version is in force."""
        from django.urls import reverse  # noqa: PLC0415  models stand below addresses

        return reverse("gir:article", args=[self.key])


class Acknowledgement(models.Model):
    """Somebody said to have read the code ("gelezen", not "akkoord": no consent in labour law).

    `content_hash` is of exactly what was shown. The completion in the ledger is what counts, and
    what makes it one fact: its key says whose it is, of which edition and of which text. Only
    after a completion was declared invalid there may be a second one.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(
        "organisations.Person",
        verbose_name=_("person"),
        on_delete=models.PROTECT,
        related_name="acknowledgements",
    )
    edition = models.ForeignKey(
        Edition, verbose_name=_("edition"), on_delete=models.PROTECT, related_name="+"
    )
    content_hash = models.CharField(_("hash of what was shown"), max_length=64)
    channel = models.CharField(_("where"), max_length=10, choices=Channel, default=Channel.WEB)
    occurred_at = models.DateTimeField(_("happened at"), default=clock.now)
    completion = models.OneToOneField(
        "lms.Completion",
        verbose_name=_("completion"),
        on_delete=models.PROTECT,
        related_name="acknowledgement",
    )

    class Meta:
        verbose_name = _("acknowledgement")
        verbose_name_plural = _("acknowledgements")
        default_permissions = ("view",)
        indexes = [
            models.Index(fields=["person", "edition", "content_hash"], name="acknowledged_by")
        ]

    def __str__(self) -> str:
        return str(self.uuid)


TEXTS = ("rule", "expected", "example", "where_to_go", "official_text")
"""The parts of an article that are compared and searched."""

READ = (
    "label",
    "title",
    "chapter",
    "chapter_title",
    *TEXTS,
    "official_url",
    "legal_refs",
    "roles",
)
"""Everything of a version that a reader sees: what the hash is over, and what a change is."""
