"""How a person appears in an answer: a uuid, and more only for a token that may have more."""

from collections.abc import Collection
from uuid import UUID

from accounts.enums import ApiScope
from accounts.models import ApiToken
from accounts.rest import has_scope
from compliance.rest.shapes import PersonOut
from organisations.enums import IdentitySystem
from organisations.models import PersonIdentity


class Persons:
    """The persons of one page; staff numbers are read in one query for all of them."""

    def __init__(self, token: ApiToken, ids: Collection[int]) -> None:
        self._named = has_scope(token, ApiScope.PERSONS)
        self._numbers: dict[int, list[str]] = {}
        if self._named:
            rows = PersonIdentity.objects.filter(person__in=ids, system=IdentitySystem.HR)
            for person, subject in rows.order_by("pk").values_list("person_id", "subject"):
                self._numbers.setdefault(person, []).append(subject)

    def show(self, *, pk: int, uuid: UUID, name: str) -> PersonOut:
        """Return somebody as this token may see them."""
        if not self._named:
            return PersonOut(uuid=uuid)
        return PersonOut(uuid=uuid, naam=name, personeelsnummers=self._numbers.get(pk, []))
