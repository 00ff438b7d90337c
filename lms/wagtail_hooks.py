"""What the learning engine adds to the Wagtail admin."""

from lms.completions import wagtail_hooks as ledger
from lms.content import wagtail_hooks as content

__all__ = ["content", "ledger"]
