"""Pages for learners, and what they send: an answer, a step, the place where they are.

Nothing is written on GET. A page sends its forms to itself, so that without JavaScript somebody
stays where they are; htmx asks for the card of one question only.
"""

from http import HTTPStatus
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRedirect, HttpResponseClientRefresh
from wagtail import hooks
from wagtail.models import Page

from lms.content.answers import Refused, take_answer
from lms.content.building import build_shell
from lms.content.learning import Learning
from lms.content.outline import saved_text
from lms.content.reports import below_catalogue, read_shell
from lms.content.shell import Shell
from lms.content.steps import STEPS, save_place
from lms.progress.errors import ProgressError
from organisations.access import person_of

ANSWER = "answer"


class _CsrfCheck(CsrfViewMiddleware):
    """Answers whether a form is ours, without sending somebody away."""

    def _reject(self, request: HttpRequest, reason: str) -> Any:  # noqa: ARG002
        return reason


def is_ours(request: HttpRequest) -> bool:
    """Tell whether a form carries the token of this visitor."""
    check = _CsrfCheck(lambda _request: HttpResponse())
    check.process_request(request)
    return check.process_view(request, HttpResponse, (), {}) is None


# The check on forgery is made in `_take`: when it fails, the page comes back with what was chosen.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def learner_page(request: HttpRequest, path: str = "") -> HttpResponse:
    """Show a page below the catalogue, or take a step on it."""
    if not request.user.is_authenticated:
        return _sign_in(request)
    shell = read_shell(path)
    if shell is None:
        raise Http404
    refusal = _check_restrictions(request, shell) if shell.is_restricted else None
    if refusal is not None:
        return refusal
    learning = Learning(shell=shell, person=person_of(request.user))
    return _take(request, learning) if request.method == "POST" else _show(request, learning)


@require_POST
def position(request: HttpRequest) -> HttpResponse:
    """Save the spot where somebody is; the browser sends it while they read."""
    person = person_of(request.user)
    shell = read_shell(below_catalogue(request.POST.get("path", "")))
    if person is None or shell is None or shell.course is None or not shell.module_key:
        return JsonResponse({"text": ""}, status=HTTPStatus.BAD_REQUEST)
    saved_at = save_place(Learning(shell=shell, person=person), request.POST.get("anchor", ""))
    return JsonResponse({"text": saved_text(saved_at, person) if saved_at else ""})


def show_page(request: HttpRequest, page: Page) -> HttpResponse:
    """Send somebody who came through Wagtail's own tree to the address of the page."""
    shell = build_shell(page.specific)
    if shell is None or shell.page.url == request.path:
        raise Http404
    return HttpResponseRedirect(shell.page.url)


@require_GET
def preview_page(request: HttpRequest, page: Page) -> HttpResponse:
    """Show an editor a draft as a learner sees it, without anybody's progress."""
    shell = build_shell(page, drafts=True)
    if shell is None:
        return render(request, "lms/no_preview.html")
    return _show(request, Learning(shell=shell, person=None))


def _show(request: HttpRequest, learning: Learning, status: int = HTTPStatus.OK) -> HttpResponse:
    template = f"lms/{learning.shell.kind}.html"
    if learning.shell.kind == "lesson":
        template = "lms/module.html"
    context = {"learning": learning, "shell": learning.shell}
    return render(request, template, context, status=status)


def _sign_in(request: HttpRequest) -> HttpResponse:
    response = redirect_to_login(request.get_full_path())
    if request.headers.get("HX-Request"):
        return HttpResponseClientRedirect(response.url)
    return response


def _check_restrictions(request: HttpRequest, shell: Shell) -> HttpResponse | None:
    """Ask Wagtail whether this visitor may see a page that not everybody may see."""
    page = Page.objects.get(pk=shell.page.page_id).specific
    allowed = HttpResponse()
    for hook in hooks.get_hooks("on_serve_page"):
        answer: HttpResponse = hook(lambda *_args: allowed)(page, request, [], {})
        if answer is not allowed:
            return answer
    return None


def _take(request: HttpRequest, learning: Learning) -> HttpResponse:
    """Do what a form asks; whatever is wrong, the page comes back with a sentence."""
    name = request.POST.get("step", "")
    if learning.person is None:
        learning.notice = _("Your account belongs to nobody in the organisation: nothing is saved.")
        return _show(request, learning, HTTPStatus.FORBIDDEN)
    if name not in {ANSWER, *STEPS} or learning.shell.course is None:
        learning.notice = _("This page does not know this button. Reload the page and try again.")
        return _show(request, learning, HTTPStatus.BAD_REQUEST)
    if not is_ours(request):
        away = _(
            "You were away for a while, so this was not saved yet. Send it once more; "
            "your choice is still there."
        )
        return _refuse(request, learning, Refused(status=HTTPStatus.FORBIDDEN, notice=away))
    try:
        return _answer(request, learning) if name == ANSWER else _go(STEPS[name](learning))
    except ProgressError as error:
        learning.notice = str(error)
        return _show(request, learning, HTTPStatus.CONFLICT)


def _answer(request: HttpRequest, learning: Learning) -> HttpResponse:
    """Take the answer to one question."""
    try:
        take_answer(learning, request.POST)
    except Refused as refused:
        return _refuse(request, learning, refused)
    card = learning.shown_card(request.POST.get("question", ""))
    if not request.headers.get("HX-Request"):
        anchor = card.anchor if card else ""
        learning.saved_at = save_place(learning, anchor)
        return _go(f"{learning.shell.page.url}#{anchor}")
    following = learning.card_after(card) if card else None
    context = {"learning": learning, "shell": learning.shell, "card": card, "following": following}
    return render(request, "lms/partials/answered.html", context)


def _refuse(request: HttpRequest, learning: Learning, refused: Refused) -> HttpResponse:
    """Show the question again with what was chosen, and say why it was not taken."""
    learning.card = refused.card_for(learning, request.POST)
    learning.notice, learning.has_error = refused.notice, True
    if not request.headers.get("HX-Request"):
        return _show(request, learning, refused.status)
    if learning.card is None:
        return HttpResponseClientRefresh()
    # htmx shows only what came with a good status.
    context = {"learning": learning, "shell": learning.shell, "card": learning.card}
    return render(request, "lms/partials/card.html", context)


def _go(url: str) -> HttpResponse:
    return HttpResponseRedirect(url, status=HTTPStatus.SEE_OTHER)
