"""Roles and contacts of the directory, for tests. Everything starts on 1 January 2020."""

from typing import Any

import factory
from factory.django import DjangoModelFactory

from guidance.enums import Confidentiality, ContactKind, Side
from guidance.models import Contact, HelpRole
from tests.factories.organisations import START, UnitFactory


class HelpRoleFactory(DjangoModelFactory[HelpRole]):
    """A published role in the organisation."""

    class Meta:
        model = HelpRole
        django_get_or_create = ("key",)

    key = "vertrouwenspersoon"
    name = factory.LazyAttribute(lambda role: str(role.key).capitalize())
    side = Side.INSIDE
    who_is_it = "Iemand die luistert."
    for_whom = "Voor iedereen."
    what_they_do = "<p>Luistert.</p>"
    confidentiality = Confidentiality.LIMITED
    what_happens_next = "<p>Jij beslist.</p>"


class ContactFactory(DjangoModelFactory[Contact]):
    """A desk that can be called, never checked; `role=` may be a key."""

    class Meta:
        model = Contact

    role: Any = "vertrouwenspersoon"
    unit = factory.SubFactory(UnitFactory)
    kind = ContactKind.DESK
    name = factory.Sequence(lambda n: f"Loket {n:04d}")
    phone = "070 000 00 00"
    valid_from = START

    @classmethod
    def _create(cls, model_class: type[Contact], *args: Any, **fields: Any) -> Contact:
        if isinstance(fields.get("role"), str):
            fields["role"] = HelpRoleFactory(key=fields["role"])
        contact: Contact = super()._create(model_class, *args, **fields)
        return contact
