"""Addresses as we remember them: as a digest, which is of no use to who finds it."""

from django.utils.crypto import salted_hmac


def digest_of(email: str) -> str:
    """Return the same digest for the same address, whatever its capitals."""
    return salted_hmac(
        "notifications.address", email.strip().lower(), algorithm="sha256"
    ).hexdigest()
