"""Sessions in the database alone, for a site without a shared cache."""

from core.sessions import PlainSessionStore


class SessionStore(PlainSessionStore):
    """Django's session in the database. What it signs depends on this name: it stays Django's."""
