"""The screens of who writes and who approves texts. Forbidden and unknown give 404.

An app makes one `Screens` for its kind and names its addresses; `addresses` are the words that all
of them have in their name.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from organisations.models import Person, Unit
from organisations.proposing.access import Kind
from organisations.proposing.enums import OPEN
from organisations.proposing.errors import ProposalRefused
from organisations.proposing.forms import EndForm, LocalTextForm, SendBackForm
from organisations.proposing.models import Approved, Proposal
from organisations.proposing.reports import (
    approved_view,
    overview,
    proposal_view,
    unit_choices,
)
from organisations.proposing.services import Desk
from organisations.viewers import person_of

View = Callable[..., HttpResponse]
_MOST_NAMES = 5
_SENT_IN = gettext_lazy("Sent in. Somebody else approves it or sends it back.")
_STEPS = (
    "new",
    "replace",
    "end",
    "again",
    "proposal",
    "change",
    "propose",
    "take-back",
    "approve",
    "back",
)


def look(view: View) -> View:
    """Make a page of a method."""
    return never_cache(login_required(require_safe(view)))


def fill_in(view: View) -> View:
    """Make a page with a form of a method."""
    return never_cache(login_required(require_http_methods(["GET", "HEAD", "POST"])(view)))


def press(view: View) -> View:
    """Make a button of a method."""
    return login_required(require_POST(view))


@dataclass(frozen=True, kw_only=True)
class Words:
    """What the screens of one kind call their texts; translated when they are shown."""

    all: Any
    back_to_all: Any
    lead: Any
    write: Any
    end: Any
    nothing_yet: Any
    judges: Any
    nobody_for_one: Any
    nobody_for_some: Any


@dataclass(frozen=True, kw_only=True)
class Screens:
    """The screens of one kind of text.

    `one` begins the name of every address but that of the list, which is `all`. `base` is the
    template around them; `badge` and `details` show what only this kind has.
    """

    desk: Desk
    form: type[LocalTextForm]
    words: Words
    all: str
    one: str
    base: str
    badge: str
    details: str
    repeats: bool = False

    @property
    def kind(self) -> Kind:
        """The kind of text."""
        return self.desk.kind

    def overview(self, request: HttpRequest) -> HttpResponse:
        """Show what somebody writes and approves."""
        if not self.kind.units_handled_by(request.user).exists():
            raise Http404
        return self._shown(request, "overview", {"overview": overview(self.kind, request.user)})

    def approved(self, request: HttpRequest, uuid: UUID) -> HttpResponse:
        """Show an approved text with its history."""
        rows = self.kind.approved_seen_by(request.user).exclude(text="")
        found = get_object_or_404(rows.select_related("proposed_by", "approved_by"), uuid=uuid)
        view = approved_view(self.kind, found, request.user)
        return self._shown(request, "approved", {"view": view})

    def proposal(self, request: HttpRequest, uuid: UUID) -> HttpResponse:
        """Show a proposal with what can be done with it."""
        rows = self.kind.proposals_seen_by(request.user).select_related("proposed_by", "replaces")
        view = proposal_view(self.kind, get_object_or_404(rows, uuid=uuid), request.user)
        seen_by = _person(request)
        nobody = view.may_write and self.kind.nobody_judges(view.proposal, seen_by=seen_by)
        context = {
            "view": view,
            "is_open": view.proposal.state in OPEN,
            "nobody_for": {"is_all": True} if nobody else None,
        }
        return self._shown(request, "proposal", context)

    def write(self, request: HttpRequest, uuid: UUID | None = None) -> HttpResponse:
        """Write a new text, or something that takes the place of one."""
        if uuid is not None:
            replaces = self._written_by(request, uuid)
            return self._written(request, self.form.from_approved(replaces), replaces=replaces)
        if not self.kind.units_written_for(request.user).exists():
            raise Http404
        return self._written(request, {})

    def again(self, request: HttpRequest, uuid: UUID) -> HttpResponse:
        """Write anew what ended, with the same words to begin with."""
        found = self._written_by(request, uuid)
        return self._written(request, self.form.from_approved(found))

    def change(self, request: HttpRequest, uuid: UUID) -> HttpResponse:
        """Change a draft, or what was sent back."""
        rows = self.kind.proposals_written_by(request.user).filter(state__in=OPEN).exclude(text="")
        draft = get_object_or_404(rows.select_related("unit", "replaces"), uuid=uuid)
        initial = self.form.from_stored(draft)
        return self._written(request, initial, draft=draft, replaces=draft.replaces)

    def _written(
        self,
        request: HttpRequest,
        initial: dict[str, Any],
        *,
        draft: Proposal | None = None,
        replaces: Approved | None = None,
    ) -> HttpResponse:
        units = unit_choices(self.kind, request.user)
        form = self.form(request.POST or None, initial=initial, units=units, replaces=replaces)
        kept: list[Proposal] = []

        def work() -> None:
            by = _person(request)
            written = form.written
            kept.append(self.desk.write(written=written, by=by, proposal=draft, replaces=replaces))
            if "propose" in request.POST:
                self.desk.propose(proposal=kept[0], by=by)

        if _tried(form, work):
            sent_in = "propose" in request.POST
            messages.success(request, _SENT_IN if sent_in else _("The draft is saved."))
            return redirect(f"{self.one}-proposal", kept[0].uuid)
        nobody = self._nobody_for(request, unit=replaces.unit if replaces else None)
        context = {"draft": draft, "replaces": replaces, "nobody_for": nobody}
        return self._form(request, "form", form, context)

    def end(self, request: HttpRequest, uuid: UUID) -> HttpResponse:
        """Propose that a text ends earlier; until that is answered, it can be taken back."""
        found = self._written_by(request, uuid)
        form = EndForm(request.POST or None)
        kept: list[Proposal] = []

        def work() -> None:
            on = form.first_day_without
            kept.append(self.desk.propose_end(approved=found, on=on, by=_person(request)))

        if _tried(form, work):
            said = _("Sent in. Somebody else approves that it ends. Until then you can undo this.")
            messages.success(request, said)
            return redirect(f"{self.one}-proposal", kept[0].uuid)
        nobody = self._nobody_for(request, unit=found.unit)
        return self._form(request, "end", form, {"approved": found, "nobody_for": nobody})

    def back(self, request: HttpRequest, uuid: UUID) -> HttpResponse:
        """Send a proposal back with a comment."""
        found = get_object_or_404(self.kind.proposals_judged_by(request.user), uuid=uuid)
        form = SendBackForm(request.POST or None)

        def work() -> None:
            comment = form.cleaned_data["comment"]
            self.desk.send_back(proposal=found, by=_person(request), comment=comment)

        if _tried(form, work):
            messages.success(request, _("Sent back. Whoever proposed it gets your comment."))
            return redirect(self.all)
        return self._form(request, "send_back", form, {"proposal": found})

    def propose(self, request: HttpRequest, uuid: UUID) -> HttpResponse:
        """Send a draft in."""
        found = get_object_or_404(self.kind.proposals_written_by(request.user), uuid=uuid)
        by = _person(request)
        return self._pressed(
            request, found, lambda: self.desk.propose(proposal=found, by=by), _SENT_IN
        )

    def take_back(self, request: HttpRequest, uuid: UUID) -> HttpResponse:
        """Take a proposal back."""
        found = get_object_or_404(self.kind.proposals_written_by(request.user), uuid=uuid)
        said, by = _("Taken back. It stays here to read."), _person(request)
        return self._pressed(
            request, found, lambda: self.desk.take_back(proposal=found, by=by), said
        )

    def approve(self, request: HttpRequest, uuid: UUID) -> HttpResponse:
        """Approve a proposal."""
        found = get_object_or_404(self.kind.proposals_judged_by(request.user), uuid=uuid)
        said, by = _("Approved. Readers see it from its first day on."), _person(request)
        return self._pressed(request, found, lambda: self.desk.approve(proposal=found, by=by), said)

    def _written_by(self, request: HttpRequest, uuid: UUID) -> Any:
        rows = self.kind.approved_written_by(request.user).exclude(text="")
        return get_object_or_404(rows, uuid=uuid)

    def _nobody_for(self, request: HttpRequest, *, unit: Unit | None) -> dict[str, Any] | None:
        """Return for which units of a writer, or for this one, nobody else can approve.

        They are named, because the form cannot know yet which unit somebody will choose.
        """
        units = self.kind.units_written_for(request.user)
        units = units if unit is None else units.filter(pk=unit.pk)
        without = self.kind.units_without_judge(units, but=_person(request))
        codes = set(without.values_list("code", flat=True))
        if not codes:
            return None
        choices = unit_choices(self.kind, request.user)
        names = [name for code, name in choices if code in codes]
        more = len(names) - _MOST_NAMES
        return {"is_all": len(codes) == units.count(), "names": names[:_MOST_NAMES], "more": more}

    def _pressed(
        self, request: HttpRequest, found: Proposal, work: Callable[[], Any], said: Any
    ) -> HttpResponse:
        try:
            work()
        except ProposalRefused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, said)
        return redirect(f"{self.one}-proposal", found.uuid)

    def _form(
        self, request: HttpRequest, name: str, form: forms.Form, context: dict[str, Any]
    ) -> HttpResponse:
        status = 422 if form.errors else 200
        return self._shown(request, name, {"form": form, **context}, status=status)

    def _shown(
        self, request: HttpRequest, name: str, context: dict[str, Any], status: int = 200
    ) -> HttpResponse:
        to = {step.replace("-", "_"): f"{self.one}-{step}" for step in _STEPS}
        context |= {"screens": self, "words": self.words, "to": to}
        return render(request, f"organisations/proposing/{name}.html", context, status=status)


def _person(request: HttpRequest) -> Person:
    person = person_of(request.user)
    if person is None:
        raise Http404
    return person


def _tried(form: forms.Form, work: Callable[[], None]) -> bool:
    """Do the work of a valid form; a refusal becomes a sentence of the form."""
    if not form.is_valid():
        return False
    try:
        work()
    except ProposalRefused as refused:
        form.add_error(None, str(refused))
        return False
    return True
