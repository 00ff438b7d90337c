"""Images in pages."""

from pathlib import Path

import pytest
from django.core.cache import cache
from django.test import Client
from wagtail.images.tests.utils import get_test_image_file

from assets.models import Rendition, SiteImage

pytestmark = pytest.mark.django_db


@pytest.fixture
def rendition() -> Rendition:
    # Wagtail remembers renditions, also those of another test's image with the same number.
    cache.clear()
    image = SiteImage.objects.create(title="Kompasroos", file=get_test_image_file())
    found: Rendition = image.get_rendition("width-100")
    return found


def test_an_image_in_a_page_is_there_without_signing_in(
    client: Client, rendition: Rendition
) -> None:
    answer = client.get(rendition.url)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
    assert b"".join(answer) == Path(rendition.file.path).read_bytes()
    assert "public" in answer["Cache-Control"]


def test_an_original_is_never_sent(client: Client, rendition: Rendition) -> None:
    original = rendition.image.file
    assert client.get(original.url).status_code == 404
    assert client.get(f"/media/images/{Path(original.name).name}").status_code == 404


def test_an_image_whose_file_is_gone_is_not_found(client: Client, rendition: Rendition) -> None:
    Path(rendition.file.path).unlink()
    assert client.get(rendition.url).status_code == 404
