"""Somebody gets an account to sign in with, or loses it."""

from django.db import transaction

from accounts.models import User
from organisations.models import Person
from organisations.services import dated
from organisations.services.errors import EmailTaken, MissingEmail


@transaction.atomic
def give_account(*, person: Person, password: str | None = None) -> User:
    """Let somebody sign in with their e-mail address; an account that was closed opens again.

    Without a password the account waits until somebody asks for a new one by mail.
    """
    person = dated.lock_person(person)
    if person.user:
        person.user.is_active = True
        person.user.save(update_fields=["is_active"])
        return person.user
    if not person.email:
        raise MissingEmail
    if User.objects.filter(email__iexact=person.email).exists():
        raise EmailTaken
    person.user = User.objects.create_user(person.email, password)
    person.save(update_fields=["user"])
    return person.user


@transaction.atomic
def close_account(*, person: Person) -> None:
    """Let somebody sign in no more; who is signed in is out at the next request."""
    person = dated.lock_person(person)
    if person.user:
        person.user.is_active = False
        person.user.save(update_fields=["is_active"])
