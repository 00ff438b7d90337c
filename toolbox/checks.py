"""System checks of the toolboxes."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register


@register()
def check_agreement_years(**_kwargs: Any) -> list[CheckMessage]:
    """Agreements are not removed before the team can read what became of them."""
    if settings.AGREEMENT_YEARS >= 1:
        return []
    return [
        Error(
            f"AGREEMENT_YEARS is {settings.AGREEMENT_YEARS}: agreements of a team would be gone"
            " before the next session.",
            hint="Set it to 1 or more.",
            id="toolbox.E001",
        )
    ]
