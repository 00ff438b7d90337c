"""The two groups of Wagtail that keep the code: who writes it, and who approves it."""

from collections.abc import Iterable

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from wagtail.models import GroupPagePermission, Page

from gir.models import Dilemma, GirIndexPage, Question, Theme

EDITORS = "GIR-redactie"
LAWYERS = "GIR-juristen"

_ON_PAGES = {EDITORS: ("add", "change", "lock", "unlock"), LAWYERS: ("change", "lock", "unlock")}
_SNIPPETS = (Theme, Question, Dilemma)


def ensure_groups(index: GirIndexPage) -> tuple[Group, Group]:
    """Make both groups, with rights on the code alone; rights that somebody added stay.

    Nobody publishes by hand: approval in the workflow does.
    """
    editors, lawyers = (_group(name, index, kinds) for name, kinds in _ON_PAGES.items())
    return editors, lawyers


def _group(name: str, index: GirIndexPage, kinds: Iterable[str]) -> Group:
    group, is_new = Group.objects.get_or_create(name=name)
    if not is_new:
        return group
    admin = ContentType.objects.get(app_label="wagtailadmin", model="admin")
    group.permissions.add(Permission.objects.get(content_type=admin, codename="access_admin"))
    pages = ContentType.objects.get_for_model(Page)
    for kind in kinds:
        right = Permission.objects.get(content_type=pages, codename=f"{kind}_page")
        GroupPagePermission.objects.create(group=group, page=index, permission=right)
        for model in _SNIPPETS if kind in {"add", "change"} else ():
            own = ContentType.objects.get_for_model(model)
            codename = f"{kind}_{model._meta.model_name}"
            group.permissions.add(Permission.objects.get(content_type=own, codename=codename))
    return group
