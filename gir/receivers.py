"""What the code of conduct does after events of Django and Wagtail; one line to a service each.

Wagtail publishes from its editor, its workflow, its schedule and its API; only its own events tell
us of all.
"""

from typing import Any

from django.db import connections
from django.db.models.signals import post_migrate
from wagtail import signals

from core.append_only import guard
from gir.models import FACTS, ArticlePage, EditionPage
from gir.services.publishing import publish_article, publish_edition


def guard_facts(*, using: str, **_kwargs: Any) -> None:
    """After every `migrate`: a rebuilt table on SQLite has lost its triggers."""
    guard(connections[using], FACTS)


def take_up_page(*, instance: Any, revision: Any = None, **_kwargs: Any) -> None:
    """An edition was approved, or an article of an edition that already was.

    Wagtail also says "published" of a page that will be, and of aliases in another language.
    """
    if not instance.live or instance.alias_of_id:
        return
    if isinstance(instance, EditionPage):
        publish_edition(instance, revision=revision)
    elif isinstance(instance, ArticlePage):
        publish_article(instance, revision=revision)


def connect() -> None:
    """Listen to the events of Wagtail and of migrations."""
    signals.page_published.connect(take_up_page)
    post_migrate.connect(guard_facts)
