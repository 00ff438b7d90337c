"""Django's own events that people and organisation answer to."""

from typing import Any

from django.db.models.signals import post_migrate

from organisations.services.exclusions import install_exclusions


def connect(sender: object) -> None:
    """Listen; `sender` is the app whose tables must be there."""
    post_migrate.connect(
        _after_migrate, sender=sender, dispatch_uid="organisations.install_exclusions"
    )


def _after_migrate(**_event: Any) -> None:
    # Not a migration: it needs an extension that may be allowed later than the tables are made.
    install_exclusions()
