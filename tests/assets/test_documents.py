"""Who may read an uploaded file."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.test import Client
from wagtail.models import Collection, CollectionViewRestriction

from assets.models import SiteDocument
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def document() -> SiteDocument:
    return SiteDocument.objects.create(
        title="Ondertiteling", file=ContentFile(b"WEBVTT", name="ondertiteling.vtt")
    )


def test_a_file_is_for_who_is_signed_in(client: Client, document: SiteDocument) -> None:
    answer = client.get(document.url)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/account/login/?next=/documenten/")
    client.force_login(UserFactory())
    assert b"".join(client.get(document.url)) == b"WEBVTT"


@pytest.mark.parametrize("name", ["virus.exe", "pagina.html", "plaatje.svg"])
def test_a_kind_of_file_that_is_not_on_the_list_is_refused(name: str) -> None:
    document = SiteDocument(title="x", file=ContentFile(b"x", name=name))
    with pytest.raises(ValidationError, match="niet toegestaan"):
        document.full_clean()


@pytest.fixture
def film() -> SiteDocument:
    return SiteDocument.objects.create(
        title="Film", file=ContentFile(bytes(range(100)), name="film.mp4")
    )


def test_a_browser_gets_the_part_of_a_film_that_it_asks_for(
    client: Client, film: SiteDocument
) -> None:
    client.force_login(UserFactory())
    answer = client.get(film.url, headers={"Range": "bytes=10-19"})
    assert answer.status_code == 206
    assert b"".join(answer) == bytes(range(10, 20))
    assert answer["Content-Range"] == "bytes 10-19/100"
    assert answer["Content-Length"] == "10"
    assert answer["Content-Type"] == "video/mp4"


def test_a_part_that_is_not_there_is_refused(client: Client, film: SiteDocument) -> None:
    client.force_login(UserFactory())
    answer = client.get(film.url, headers={"Range": "bytes=200-300"})
    assert (answer.status_code, answer["Content-Range"]) == (416, "bytes */100")
    answer.close()


def test_a_part_of_a_film_is_for_who_is_signed_in(client: Client, film: SiteDocument) -> None:
    assert client.get(film.url, headers={"Range": "bytes=0-1"}).status_code == 302


def test_a_part_of_a_film_in_a_closed_collection_stays_closed(
    client: Client, film: SiteDocument
) -> None:
    closed = Collection.get_first_root_node().add_child(instance=Collection(name="Gesloten"))
    CollectionViewRestriction.objects.create(
        collection=closed, restriction_type=CollectionViewRestriction.GROUPS
    )
    film.collection = closed
    film.save()
    client.force_login(UserFactory())
    assert client.get(film.url, headers={"Range": "bytes=0-1"}).status_code in {302, 403}
