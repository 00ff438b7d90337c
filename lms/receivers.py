"""What the learning engine does after events of Django and Wagtail; one line to a service each.

Wagtail publishes from its editor, its schedule and its API; only its own events tell us of all.
"""

from typing import Any

from django.apps import apps
from django.db import connections
from django.db.models.signals import post_delete, post_save
from wagtail import signals
from wagtail.images import get_image_model
from wagtail.models import Page, PageViewRestriction

from core.append_only import guard
from lms.additions.models import FACTS
from lms.completions.seal_models import APPEND_ONLY
from lms.completions.triggers import install_triggers
from lms.content.models import KeyFigure, ShownByViews
from lms.content.services import content_changed, stamp_changed


def guard_the_ledger(*, using: str, **_kwargs: Any) -> None:
    """After every `migrate`: a rebuilt table on SQLite has lost its triggers."""
    install_triggers(connections[using])
    guard(connections[using], (*APPEND_ONLY, *FACTS))


def take_up_page(*, instance: Any, **_kwargs: Any) -> None:
    """A page was published or taken offline: renew its course in the ledger."""
    if isinstance(instance, ShownByViews):
        content_changed(instance)


def take_up_tree(*, instance: Any, **_kwargs: Any) -> None:
    """A page was moved, renamed or deleted: any course may start elsewhere now."""
    if issubclass(instance.specific_class or Page, ShownByViews):
        content_changed()


def take_up_detail(**_kwargs: Any) -> None:
    """Something that pages show changed, but not the pages: read them anew."""
    stamp_changed()


def connect() -> None:
    """Listen to the events of Wagtail and to changes of what pages are made of."""
    signals.page_published.connect(take_up_page)
    signals.page_unpublished.connect(take_up_page)
    signals.post_page_move.connect(take_up_tree)
    signals.page_slug_changed.connect(take_up_tree)
    for model in apps.get_models():
        if issubclass(model, ShownByViews):
            post_delete.connect(take_up_tree, sender=model)
    for model in (KeyFigure, PageViewRestriction, get_image_model()):
        post_save.connect(take_up_detail, sender=model)
        post_delete.connect(take_up_detail, sender=model)
