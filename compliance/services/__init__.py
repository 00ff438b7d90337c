"""Changes: rules are published, obligations are exempted or withdrawn by hand."""

from compliance.services.obligations import defer, exempt, reopen, void_event, withdraw
from compliance.services.requirements import Accept, Terms, publish_version

__all__ = [
    "Accept",
    "Terms",
    "defer",
    "exempt",
    "publish_version",
    "reopen",
    "void_event",
    "withdraw",
]
