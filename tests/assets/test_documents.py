"""Who may read an uploaded file."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.test import Client

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
