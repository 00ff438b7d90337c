"""System checks of workshops."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

SHORTEST = 6
"""Participants are asked what stayed of it after three months, and have a month to answer."""


@register()
def check_booking_months(**_kwargs: Any) -> list[CheckMessage]:
    """Bookings are not deleted while something is still to follow from them."""
    if settings.BOOKING_MONTHS >= SHORTEST:
        return []
    return [
        Error(
            f"BOOKING_MONTHS is {settings.BOOKING_MONTHS}: attendance and evaluation would be cut"
            " off.",
            hint=f"Set it to {SHORTEST} or more.",
            id="workshops.E001",
        )
    ]
