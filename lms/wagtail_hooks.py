"""What the learning engine adds to the Wagtail admin."""

from wagtail import hooks

from lms.completions import wagtail_hooks as ledger
from lms.completions.check_views import LedgerCheckViewSet
from lms.content import wagtail_hooks as content

__all__ = ["content", "ledger"]


@hooks.register("register_admin_viewset")
def register_checks() -> LedgerCheckViewSet:
    """Give the checks of the ledger their place in the menu."""
    return LedgerCheckViewSet()
