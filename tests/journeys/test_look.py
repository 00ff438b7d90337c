"""The admin in the colours of the house is accessible, in the light and in the dark."""

from typing import Any

import pytest

from home.models import HomePage
from tests.factories.accounts import UserFactory
from tests.journeys.browser import axe, screenshot, sign_in
from tests.journeys.conftest import OpenPage


@pytest.mark.usefixtures("cast")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_admin_is_accessible(live_server: Any, open_page: OpenPage, scheme: str) -> None:
    page = open_page(color_scheme=scheme)
    sign_in(page, live_server, UserFactory(admin=True))
    home = HomePage.objects.filter(alias_of=None)[0]
    addresses = {
        "home": "/beheer/",
        "persons": "/beheer/person/",
        "editor": f"/beheer/pages/{home.pk}/edit/",
    }
    for name, path in addresses.items():
        page.goto(live_server.url + path)
        axe(page)
        screenshot(page, f"beheer-{name}-{scheme}")
