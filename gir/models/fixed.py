"""When the working texts of an edition can no longer be changed, and nobody's button goes past it.

Readers are shown what was approved, which is never changed. These rules keep what editors see equal
to that, and see to it that what is being judged stays what it was.
"""

from typing import Any, ClassVar

from django.apps import apps
from django.db import models
from django.utils.translation import gettext as _
from wagtail.locks import BaseLock
from wagtail.models import Page, PagePermissionTester

from core import clock
from gir.models.editions import Edition


class Fixed(BaseLock):
    """A lock for everybody, with the reason."""

    def __init__(self, target: Any, reason: str) -> None:
        super().__init__(target)
        self.reason = reason

    def for_user(self, user: Any) -> bool:
        """Hold for everybody, superusers too."""
        del user
        return True

    def get_message(self, user: Any) -> str:
        """Say why."""
        del user
        return self.reason


class CodePermissions(PagePermissionTester):
    """What somebody may do with a page of the code: publishing is for the workflow alone.

    Taking an approved edition back has a screen of its own, and so has making a new one.
    """

    def can_publish(self) -> bool:
        """Nobody publishes by hand, also not a superuser."""
        return False

    def can_unpublish(self) -> bool:
        """What was approved stays published; taking it back is another matter."""
        return False

    def can_copy(self) -> bool:
        """A copy would have the code of the original."""
        return False

    def can_copy_to(self, destination: Page, recursive: bool = False) -> bool:  # noqa: FBT001, FBT002
        """The same."""
        del destination, recursive
        return False

    def can_move(self) -> bool:
        """Everything has its one place."""
        return False

    def can_delete(self, ignore_bulk: bool = False) -> bool:  # noqa: FBT001, FBT002
        """Only what nobody approved and nobody judges now."""
        page = self.page.specific
        if page.live or page.why_fixed():
            return False
        return bool(super().can_delete(ignore_bulk=ignore_bulk))

    def can_add_subpage(self) -> bool:
        """Articles are added as long as those of the edition can be changed."""
        page = self.page.specific
        if getattr(page, "why_articles_are_fixed", str)():
            return False
        return bool(super().can_add_subpage())


class IndexPermissions(PagePermissionTester):
    """Editions are made from the one in force, so that no article is forgotten."""

    def can_add_subpage(self) -> bool:
        """An empty edition would remove every article."""
        return False

    def can_copy(self) -> bool:
        """There is one code."""
        return False


class KeptPage(models.Model):
    """A page of which the texts are fixed at some moment."""

    published_by_workflow: ClassVar = True

    class Meta:
        abstract = True

    def why_fixed(self) -> str:
        """Return why nobody can change this page now; empty when they can."""
        raise NotImplementedError

    def permissions_for_user(self, user: Any) -> PagePermissionTester:
        """Return what somebody may do."""
        return CodePermissions(user, self)

    def get_lock(self) -> BaseLock | None:
        """Lock what is fixed; else as Wagtail does."""
        reason = self.why_fixed()
        return Fixed(self, reason) if reason else super().get_lock()  # type: ignore[misc]


def edition_made_of(page_id: int | None) -> Edition | None:
    """Return the edition that the approval of a page made, also when it was withdrawn."""
    rows = Edition.objects.filter(page_id=page_id).select_related("withdrawal")
    found: Edition | None = rows.order_by("-pk").first() if page_id else None
    return found


def why_edition_is_fixed(page_id: int | None) -> str:
    """Return why what an edition says about itself cannot be changed."""
    edition = edition_made_of(page_id)
    if edition is None:
        return ""
    if hasattr(edition, "withdrawal"):
        return _("This edition was withdrawn. It stays as it was; make a new edition.")
    return _(
        "This edition was approved, so it stays as it is. Change one of its articles, or make a "
        "new edition."
    )


def why_articles_are_fixed(page_id: int | None) -> str:
    """Return why the articles of an edition cannot be changed."""
    edition = edition_made_of(page_id)
    if edition is None:
        return (
            _("This edition waits for approval. Whoever judges it can send it back.")
            if (_is_judged(page_id))
            else ""
        )
    if hasattr(edition, "withdrawal"):
        return _("This edition was withdrawn. It stays as it was; make a new edition.")
    today = clock.today()
    if edition.valid_from <= today and Edition.objects.in_force_on(today).first() != edition:
        return _("A later edition took the place of this one. It stays as it was.")
    return ""


def _is_judged(page_id: int | None) -> bool:
    if page_id is None:
        return False
    page = apps.get_model("gir", "EditionPage").objects.filter(pk=page_id).first()
    return page is not None and page.workflow_in_progress
