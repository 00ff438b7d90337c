"""The group of Wagtail that keeps the kennishuis and the links."""

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from wagtail.models import GroupPagePermission, Page

from toolbox.models import KnowledgeIndexPage, Link

EDITORS = "Kennishuis-redactie"
_ON_PAGES = ("add", "change", "publish")
_ON_LINKS = ("add", "change", "delete", "view")


def ensure_editors(index: KnowledgeIndexPage) -> Group:
    """Make the group, with rights on the kennishuis and the links alone.

    Rights that somebody added or took away stay.
    """
    group, is_new = Group.objects.get_or_create(name=EDITORS)
    if not is_new:
        return group
    admin = ContentType.objects.get(app_label="wagtailadmin", model="admin")
    group.permissions.add(Permission.objects.get(content_type=admin, codename="access_admin"))
    pages, links = (ContentType.objects.get_for_model(model) for model in (Page, Link))
    for kind in _ON_PAGES:
        right = Permission.objects.get(content_type=pages, codename=f"{kind}_page")
        GroupPagePermission.objects.create(group=group, page=index, permission=right)
    for kind in _ON_LINKS:
        right = Permission.objects.get(content_type=links, codename=f"{kind}_link")
        group.permissions.add(right)
    return group
