"""Words of toolboxes for questions to the database."""

from django.apps import apps
from django.db.models import Exists, OuterRef
from django.db.models.functions import Length, Substr
from wagtail.models import Page, PageManager, PageQuerySet

_STEP = Page.steplen


class ToolQuerySet(PageQuerySet):
    """Tools as pages."""

    def shown(self) -> "ToolQuerySet":
        """Return the published tools with a code, in a toolbox that is published itself."""
        box = apps.get_model("toolbox", "ToolboxPage").objects.live()
        above = Substr(OuterRef("path"), 1, Length(OuterRef("path")) - _STEP)
        found: ToolQuerySet = self.live().filter(Exists(box.filter(path=above)), code__isnull=False)
        return found

    def for_editors(self) -> "ToolQuerySet":
        """Return the tools that are, or were once, published: drafts are nobody's to review yet."""
        found: ToolQuerySet = self.filter(first_published_at__isnull=False)
        return found


ToolManager = PageManager.from_queryset(ToolQuerySet)
