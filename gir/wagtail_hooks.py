"""What the code of conduct adds to the admin."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.widgets import Button
from wagtail.models import Page
from wagtail.snippets.models import register_snippet

from core import clock
from gir.administration import editions
from gir.administration.rights import may_edit, may_judge, may_make
from gir.administration.texts import CodeGroup
from gir.models import EditionPage, FourEyesTask, GirIndexPage
from gir.models.approval import why_not_approved_by
from gir.models.fixed import edition_made_of

register_snippet(CodeGroup)


@hooks.register("register_admin_urls")
def register_admin_urls() -> list[URLPattern]:
    """Add the screens around an edition."""
    return [
        path("gedragscode/<int:pk>/nieuw/", editions.new_edition, name="gir_new_edition"),
        path("gedragscode/<int:pk>/verschillen/", editions.differences, name="gir_differences"),
        path("gedragscode/<int:pk>/intrekken/", editions.withdraw, name="gir_withdraw"),
    ]


@hooks.register("register_page_header_buttons")
def page_header_buttons(page: Page, user: Any, **_kwargs: Any) -> Iterator[Button]:
    """Offer them above the page that they are about."""
    kind = page.specific_class
    if kind is GirIndexPage and page.alias_of_id is None and may_make(user, page):
        yield Button(
            _("New edition"), reverse("gir_new_edition", args=[page.pk]), icon_name="plus-inverse"
        )
    if kind is not EditionPage or page.alias_of_id is not None:
        return
    edition = edition_made_of(page.pk)
    if edition is None and may_edit(user, page):
        yield Button(
            _("Differences"), reverse("gir_differences", args=[page.pk]), icon_name="history"
        )
    is_to_come = edition is not None and edition.valid_from > clock.today()
    if is_to_come and not hasattr(edition, "withdrawal") and may_judge(user, page.specific):
        yield Button(
            _("Withdraw edition"), reverse("gir_withdraw", args=[page.pk]), icon_name="cross"
        )


@hooks.register("before_edit_page")
@hooks.register("before_edit_snippet")
def say_why_not(request: HttpRequest, target: Any) -> None:
    """Tell whoever would approve, but may not, why there is no button for it."""
    task = target.current_workflow_task if hasattr(target, "current_workflow_task") else None
    if request.method != "GET" or not isinstance(task, FourEyesTask):
        return
    if task.user_can_access_editor(target, request.user):
        for reason in why_not_approved_by(target, request.user):
            messages.warning(request, reason)
