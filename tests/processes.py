"""For tests that start processes of their own on the database of the test."""

from django.db import connection


def database_url() -> str:
    """Return the address of the database of this test, for another process."""
    config = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{config['NAME']}"
    user = config["USER"] + (f":{config['PASSWORD']}" if config["PASSWORD"] else "")
    return f"postgres://{user}@{config['HOST']}:{config['PORT']}/{config['NAME']}"
