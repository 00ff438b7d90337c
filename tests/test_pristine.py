"""The database of the tests: as after `migrate`, also after a test that emptied it."""

import pytest
from django.contrib.auth.models import Group, Permission
from wagtail.models import Page

from tests.pristine import migration_key


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("time", ["first", "second"])
def test_what_a_test_commits_or_deletes_is_undone(time: str):
    assert Page.objects.filter(depth=1).exists()
    assert Permission.objects.exists()
    assert not Group.objects.filter(name="Left behind").exists()
    Group.objects.create(name="Left behind")
    Permission.objects.all().delete()
    Page.objects.all().delete()


def test_the_key_of_the_template_depends_on_every_migration(monkeypatch: pytest.MonkeyPatch):
    before = migration_key()
    assert migration_key() == before
    monkeypatch.setattr("django.VERSION", (9, 9, 9, "final", 0))
    assert migration_key() != before
