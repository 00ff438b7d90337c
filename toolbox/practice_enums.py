"""Fixed lists of good practices, knowledge and links."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PracticeState(models.TextChoices):
    """How far a good practice has come."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Waits for an answer")
    RETURNED = "returned", _("Sent back with a comment")
    PUBLISHED = "published", _("Published")
    WITHDRAWN = "withdrawn", _("Taken back")


class KnowledgeKind(models.TextChoices):
    """What sort of page the kennishuis has."""

    ARTICLE = "article", _("Article")
    STORY = "story", _("Story")
    SOURCE = "source", _("Source")
    FACTS = "facts", _("Facts")
    PROCEDURE = "procedure", _("Procedure")


class LinkKind(models.TextChoices):
    """What stands at the other end of a link."""

    INSTITUTE = "institute", _("Institute")
    SITE = "site", _("Site with information")
    COURSE = "course", _("Course elsewhere")


class LinkOutcome(models.TextChoices):
    """What was found when a link was looked at."""

    UNKNOWN = "unknown", _("Not looked at yet")
    WORKS = "works", _("Works")
    GONE = "gone", _("The page is gone")
    FAILS = "fails", _("The site gives an error")
    SILENT = "silent", _("The site does not answer")
    NOT_ALLOWED = "not_allowed", _("The site does not want to be checked")
    UNSAFE = "unsafe", _("The address is not one of the public internet")

    @property
    def is_failure(self) -> bool:
        """Tell whether a reader who follows the link would get nothing."""
        return self in {self.GONE, self.FAILS, self.SILENT, self.UNSAFE}
