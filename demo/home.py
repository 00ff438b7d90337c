"""News on the start page of the demo: made up, and it says so."""

import json
from datetime import date, timedelta
from typing import Any

from wagtail.models import Site

from toolbox.enums import Audience

_NEWS = (
    (
        "Voorbeeldbericht: nieuwe kaarten in de gereedschapskist",
        "Verzonnen voor deze demonstratie. Er zijn kaarten bij over moeilijke gesprekken.",
        "/gereedschap/",
        Audience.MANAGERS,
        4,
    ),
    (
        "Voorbeeldbericht: klopt jouw kaart in de gids?",
        "Verzonnen voor deze demonstratie. Kijk deze maand of je gegevens nog kloppen.",
        "/hulp/rollen/",
        Audience.ADVISERS,
        11,
    ),
)


def put_news(today: date) -> None:
    """Put two items on the start page, unless an editor put something there."""
    site = Site.objects.filter(is_default_site=True).first()
    # The demo stands beside the app of the start page and does not know it.
    page = site.root_page.specific if site else None
    if page is None or getattr(page, "news", True):
        return
    page.news = json.dumps([_item(*row, today=today) for row in _NEWS])
    page.save_revision().publish()


def _item(
    title: str, text: str, address: str, audience: Audience, days: int, *, today: date
) -> dict[str, Any]:
    return {
        "type": "item",
        "value": {
            "title": title,
            "text": text,
            "page": None,
            "address": address,
            "from_on": (today - timedelta(days=days)).isoformat(),
            "until_on": (today + timedelta(days=60)).isoformat(),
            "audience": audience.value,
            "is_internal": False,
        },
    }
