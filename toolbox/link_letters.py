"""A message to the editors about links that failed twice in a row."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import override

from accounts.models import User
from notifications.models import Notice
from notifications.services import NewNotice, queue_notices
from organisations.models import Person
from toolbox.models import Link

DEAD = "toolbox.links_dead"


def editors() -> list[Person]:
    """Return who keeps the register: who may change links in the admin."""
    right = Permission.objects.filter(
        content_type__app_label="toolbox", content_type__model="link", codename="change_link"
    )
    held = Q(is_superuser=True) | Q(groups__permissions__in=right)
    users = User.objects.filter(held | Q(user_permissions__in=right), is_active=True)
    return list(
        Person.objects.filter(user__in=users.values("pk"), erased_at__isnull=True).order_by("pk")
    )


def tell_editors(links: Sequence[Link], *, at: datetime) -> int:
    """Tell the editors which links failed for the second time; return how many are told."""
    if not links:
        return 0
    ids = sorted(link.pk for link in links)
    return queue_notices(
        [
            NewNotice(
                kind=DEAD,
                key=f"{DEAD}:{at.isoformat()}:{person.uuid}",
                person=person,
                context={"links": ids},
            )
            for person in editors()
        ]
    )


def refresh(notices: Sequence[Notice]) -> dict[int, Mapping[str, Any] | None]:
    """Return what to fill in; None when all of those links work again."""
    ids = {pk for notice in notices for pk in notice.context["links"]}
    dead = Link.objects.dead().in_bulk(ids)
    answers: dict[int, Mapping[str, Any] | None] = {}
    for notice in notices:
        rows = [dead[pk] for pk in notice.context["links"] if pk in dead]
        with override(notice.person.language):
            answers[notice.pk] = (
                {
                    "naam": notice.person.name,
                    "links": [f"{link.title}: {link.url}" for link in rows],
                    "knop": reverse("toolbox_dead_links"),
                }
                if rows
                else None
            )
    return answers
