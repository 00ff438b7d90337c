"""Who may read what of the kennishuis: all of it, but for procedures of another organisation."""

from django.conf import settings

from organisations.viewers import Viewer
from toolbox.access.practices import units_around
from toolbox.models import KnowledgePage
from toolbox.models.knowledge import KnowledgeQuerySet


def may_read(user: Viewer) -> bool:
    """Tell whether somebody may open the kennishuis: who is signed in, or everybody if public."""
    return bool(settings.TOOLBOX_PUBLIC) or user.is_authenticated


def pages_read_by(user: Viewer) -> KnowledgeQuerySet:
    """Return the pages that somebody may read, in Dutch: other languages are aliases of these."""
    rows: KnowledgeQuerySet = KnowledgePage.objects.filter(alias_of=None)
    found: KnowledgeQuerySet = rows.readable_within(units_around(user).values("pk"))
    if not may_read(user):
        found = found.none()
    return found
