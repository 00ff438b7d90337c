"""Who may do what with an edition in the admin: by group, and by the pages that it may change."""

from typing import Any

from wagtail.models import Page, PagePermissionTester

from gir.models import FourEyesTask


def may_make(user: Any, index: Page) -> bool:
    """Tell whether somebody may start a new edition: whoever may add pages to the code."""
    if not user.is_active or user.is_superuser:
        return bool(user.is_active)
    return "add" in PagePermissionTester(user, index).permissions


def may_edit(user: Any, page: Page) -> bool:
    """Tell whether somebody works on an edition or judges it."""
    return bool(page.permissions_for_user(user).can_edit())


def may_judge(user: Any, page: Page) -> bool:
    """Tell whether somebody may take an approved edition back: whoever takes the last step."""
    if not user.is_active or user.is_superuser:
        return bool(user.is_active)
    workflow = page.get_workflow()
    last = workflow.tasks.last() if workflow else None
    task = last.specific if last else None
    return isinstance(task, FourEyesTask) and task.groups.filter(pk__in=user.groups.all()).exists()
