"""Turns the files with roles and contacts into rows. Doing it again changes nothing."""

from collections.abc import Collection
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from core import clock
from core.dates import add_years
from core.loading import Putter, digest_of
from core.markdown import render_markdown
from core.sources import read_sources
from guidance.loading.directory_files import ContactFile, DirectoryFiles, RoleFile, read_directory
from guidance.models import Contact, HelpRole

_YES_NO = {"ja": True, "nee": False, None: None}


@transaction.atomic(durable=True)
def load_directory(
    files: DirectoryFiles, *, publish: bool, sources: Collection[str] = ()
) -> list[str]:
    """Make or renew roles and contacts; return a line for each that changed or was left alone."""
    putter = Putter(publish=publish)
    review = add_years(clock.today(), 1)
    stored = {role.key: role for role in HelpRole.objects.all()}
    for position, role in enumerate(files.roles, start=1):
        values = _role_values(role, position, sources)
        current = stored.get(role.key)
        putter.put(
            f"role {role.key}",
            current,
            values,
            add=lambda: HelpRole(live=False, review_on=review),
        )
    roles = dict(HelpRole.objects.values_list("key", "pk"))
    contacts = {row.loaded_key: row for row in Contact.objects.filter(loaded_key__isnull=False)}
    for contact in files.contacts:
        line = _put_contact(contact, contacts.get(contact.key), roles[contact.role])
        putter.lines.extend(line)
    return putter.lines


def load_shipped_directory(*, publish: bool) -> list[str]:
    """Load the roles and contacts that come with Kompas; raise `InvalidContent` before a change."""
    path = Path(settings.BASE_DIR) / "courses" / "bronnen.yaml"
    sources = [*read_sources(path)] if path.exists() else []
    return load_directory(read_directory(), publish=publish, sources=sources)


def _role_values(file: RoleFile, position: int, sources: Collection[str]) -> dict[str, Any]:
    def html(text: str) -> str:
        return render_markdown(text, sources=sources)

    return {
        "key": file.key,
        "name": file.name,
        "position": position,
        "side": str(file.side),
        "role_kind": str(file.role_kind),
        "serves_externals": file.externals,
        "who_is_it": file.who,
        "for_whom": file.for_whom,
        "what_they_do": html(file.does),
        "what_they_do_not": html(file.does_not),
        "confidentiality": str(file.confidential),
        "confidentiality_note": file.confidential_note,
        "is_independent": _YES_NO[file.independent],
        "independence_note": file.independent_note,
        "is_binding": _YES_NO[file.binding],
        "binding_note": file.binding_note,
        "what_happens_next": html(file.next),
    }


def _put_contact(file: ContactFile, current: Contact | None, role_id: int) -> list[str]:
    values = {
        **file.model_dump(mode="json", exclude={"key", "role"}),
        "role_id": role_id,
    }
    digest = digest_of(values)
    name = f"contact {file.key}"
    if current is None:
        current = Contact(loaded_key=file.key, shown_publicly=True, valid_from=clock.today())
    elif current.loaded_hash == digest:
        return []
    elif current.loaded_hash != digest_of({key: getattr(current, key) for key in values}):
        return [f"{name}: somebody changed this contact, left as it is"]
    for field, value in {**values, "loaded_hash": digest, "needs_check": True}.items():
        setattr(current, field, value)
    current.save()
    return [f"{name}: put in place, to be checked"]
