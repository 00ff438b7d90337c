"""Who may freeze figures by hand: whoever oversees the whole, and cannot change a figure."""

from compliance.access import rijk_code
from core import clock
from organisations.access import Viewer, mandates_of
from organisations.enums import MandateKind

_KINDS = (MandateKind.COMPLIANCE_OFFICER, MandateKind.AUDITOR)


def may_take(user: Viewer) -> bool:
    """Tell whether somebody may take and correct snapshots: officer or auditor of the Rijk."""
    code = rijk_code(user, on=clock.today())
    if code is None:
        return False
    found: bool = mandates_of(user).filter(kind__in=_KINDS, unit__code=code).exists()
    return found
