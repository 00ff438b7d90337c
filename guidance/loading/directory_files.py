"""Reads the files with the roles and the contacts that come with Kompas."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from django.utils.translation import gettext as _
from pydantic import StringConstraints, TypeAdapter

from core.content_files import ContentFile, ContentModel, matching, read_yaml_with_lines, suggest
from guidance.enums import Confidentiality, ContactKind, Side
from organisations.enums import RoleKind

FOLDER = Path(__file__).resolve().parents[1] / "content"

Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Key = Annotated[
    str,
    StringConstraints(min_length=1, max_length=60),
    matching(
        r"[a-z0-9]+(-[a-z0-9]+)*",
        lambda: _("Use only small letters, digits and hyphens here, such as 4-1."),
    ),
]
YesNo = Literal["ja", "nee"]


class RoleFile(ContentModel):
    """A role; `independent` and `binding` stay away where no source says it."""

    key: Key
    name: Annotated[Text, StringConstraints(max_length=120)]
    side: Side
    role_kind: RoleKind | Literal[""] = ""
    externals: bool = True
    who: Text
    for_whom: Text
    does: Text
    does_not: str = ""
    confidential: Confidentiality
    confidential_note: Text
    independent: YesNo | None = None
    independent_note: str = ""
    binding: YesNo | None = None
    binding_note: str = ""
    next: Text


class ContactFile(ContentModel):
    """A contact for the whole Rijk, or outside it."""

    key: Key
    role: Key
    name: Annotated[Text, StringConstraints(max_length=200)]
    kind: ContactKind = ContactKind.ORGANISATION
    phone: str = ""
    phone_outside: str = ""
    email: str = ""
    url: str = ""
    place: str = ""
    availability: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectoryFiles:
    """Everything that was read, in the order of the files."""

    roles: Sequence[RoleFile]
    contacts: Sequence[ContactFile]


def read_directory(folder: Path = FOLDER) -> DirectoryFiles:
    """Return the roles and contacts; raise `InvalidContent` with all that is wrong."""
    roles_file = read_yaml_with_lines(folder / "rollen.yaml")
    roles = [one for one in roles_file.validate_each(TypeAdapter(RoleFile)) if one]
    _refuse_doubles(roles_file, [role.key for role in roles])
    roles_file.raise_errors()
    contacts_file = read_yaml_with_lines(folder / "contacten.yaml")
    contacts = [one for one in contacts_file.validate_each(TypeAdapter(ContactFile)) if one]
    _refuse_doubles(contacts_file, [contact.key for contact in contacts])
    known = [role.key for role in roles]
    for i, contact in enumerate(contacts):
        if contact.role not in known:
            sentence = _("'%(name)s' does not exist.") % {"name": contact.role}
            contacts_file.add_error(
                (i, "role"), f"{sentence} {suggest(contact.role, known)}".strip()
            )
    contacts_file.raise_errors()
    return DirectoryFiles(roles=roles, contacts=contacts)


def _refuse_doubles(file: ContentFile, keys: Sequence[str]) -> None:
    for i, key in enumerate(keys):
        if key in keys[:i]:
            file.add_double(i, key)
