"""Accounts for tests."""

import factory
from factory.django import DjangoModelFactory, Password

from accounts.models import User

PASSWORD = "a-password-of-tests-1"


class UserFactory(DjangoModelFactory[User]):
    """An account that can sign in with `PASSWORD`; `admin=True` makes a superuser."""

    class Meta:
        model = User

    class Params:
        admin = factory.Trait(is_staff=True, is_superuser=True)

    email = factory.Sequence(lambda n: f"user{n}@example.test")
    password = Password(PASSWORD)
