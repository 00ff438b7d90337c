"""Who may write and who may approve what a part of the organisation adds to the code.

A local editor writes for the units of their role and all below. An integrity coordinator of a unit
or of one above it approves, but never what they wrote themselves. For others there is nothing here.
"""

from collections.abc import Mapping

from django.db.models import Q

from gir.models import Addendum, AddendumProposal, ArticleVersion
from organisations.enums import RoleKind
from organisations.proposing.access import About, Kind


def article_names() -> Mapping[About, str]:
    """Return what articles are called, also those that are no longer or not yet in force."""
    rows = ArticleVersion.objects.filter(~Q(change="removed")).order_by("valid_from", "number")
    names = rows.values_list("key", "label", "title")
    return {(key,): f"{label} {title}" for key, label, title in names}


ADDENDA = Kind(
    proposals=AddendumProposal,
    approved=Addendum,
    writes=RoleKind.CODE_EDITOR,
    judges=RoleKind.INTEGRITY_COORDINATOR,
    about=("article_key",),
    names=article_names,
)
