"""Pages on which an editor changes what messages say, with an example of how it will look."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic.base import TemplateView
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSet

from notifications.access import may_write_texts
from notifications.enums import Language
from notifications.forms import TextForm
from notifications.mail import render_page
from notifications.models import NoticeText
from notifications.registry import specs
from notifications.reports import latest_text, text_of, written_texts
from notifications.services.writing import SomebodyWasFirst, WrongText, reset_text, write_text
from notifications.specs import Filled, NoticeSpec, Text
from notifications.texts import compose


class TextsPage(WagtailAdminTemplateMixin, TemplateView):  # type: ignore[misc]
    """What the list and the page of one text share."""

    page_title = gettext_lazy("Texts of messages")
    header_icon = "mail"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Let in who may change the texts."""
        if not may_write_texts(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Say where this is."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]


class TextListView(TextsPage):
    """All kinds of messages, with who wrote the text that counts."""

    template_name = "notifications/administration/texts.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add a row per kind."""
        written = written_texts()
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {
            "rows": [
                {
                    "spec": spec,
                    "texts": [
                        {
                            "language": language,
                            "subject": text_of(spec, language, written).subject,
                            "is_own": (spec.kind, language.value) in written,
                            "url": reverse("berichtteksten:edit", args=[spec.kind, language]),
                        }
                        for language in Language
                    ],
                }
                for spec in specs().values()
            ]
        }


class TextView(TextsPage):
    """One text in one language: change it, look how it will be read, or go back to ours."""

    template_name = "notifications/administration/text.html"
    page_title = gettext_lazy("Change the text")
    spec: NoticeSpec
    language: Language

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the kind of message."""
        super().setup(request, *args, **kwargs)
        known = specs()
        if kwargs["kind"] not in known or kwargs["language"] not in Language.values:
            raise Http404
        self.spec, self.language = known[kwargs["kind"]], Language(kwargs["language"])

    def get_page_subtitle(self) -> str:
        """Say which message this is."""
        return f"{self.spec.title} ({self.language.label})"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the list."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse("berichtteksten:index"), "label": _("Texts of messages")},
            {"url": "", "label": self.get_page_subtitle()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the form, the words, the versions and an example."""
        form = kwargs.get("form") or self._form()
        last = latest_text(kind=self.spec.kind, language=self.language)
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {
            "form": form,
            "spec": self.spec,
            "language": self.language,
            "is_own": last is not None and not last.is_ours,
            "words": [
                {
                    "row": row,
                    "alone": row.filled is not Filled.TEXT,
                    "in_subject": row.name in self.spec.subject_placeholders,
                }
                for row in self.spec.placeholders
            ],
            "versions": NoticeText.objects.filter(kind=self.spec.kind, language=self.language)
            .select_related("written_by")
            .order_by("-number"),
            "example": self._example(form),
        }

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Save, show an example of what is not saved yet, or go back to our text."""
        form = self._form(request.POST)
        is_looked_at = not form.is_valid() or "example" in request.POST
        if is_looked_at and "reset" not in request.POST:
            return self.render_to_response(self.get_context_data(form=form))
        based_on = form.cleaned_data.get("based_on", -1)
        try:
            sentence = self._save(form, based_on, is_reset="reset" in request.POST)
        except SomebodyWasFirst:
            form.add_error(
                None,
                _(
                    "Somebody else changed this text meanwhile."
                    " Look at that text first, then change it again."
                ),
            )
        except WrongText as wrong:
            form.add_error("body", wrong.problems)
        else:
            messages.success(request, sentence)
            return redirect("berichtteksten:edit", self.spec.kind, self.language)
        return self.render_to_response(self.get_context_data(form=form))

    def _save(self, form: TextForm, based_on: int, *, is_reset: bool) -> str:
        given: dict[str, Any] = {
            "kind": self.spec.kind,
            "language": self.language,
            "based_on": based_on,
            "by": self.request.user,
        }
        if is_reset:
            reset_text(**given)
            return _("The text of Kompas counts again.")
        write_text(text=form.text, **given)
        return _("The text is saved. New messages get it from now on.")

    def _form(self, data: Any = None) -> TextForm:
        last = latest_text(kind=self.spec.kind, language=self.language)
        shown = self._now(last)
        initial = {
            "subject": shown.subject,
            "body": shown.body,
            "based_on": last.number if last else 0,
        }
        return TextForm(data, spec=self.spec, language=self.language, initial=initial)

    def _now(self, last: NoticeText | None) -> Text:
        if last is None or last.is_ours:
            return self.spec.texts[self.language]
        return Text(subject=last.subject, body=last.body)

    def _example(self, form: TextForm) -> dict[str, str] | None:
        """Return the message filled in with an example; None while it cannot be filled in."""
        if form.is_bound and form.errors:
            return None
        text = (
            form.text
            if form.is_bound
            else self._now(latest_text(kind=self.spec.kind, language=self.language))
        )
        language = self.language.value
        letter = compose(self.spec, text, self.spec.sample, language=language)
        page = render_page(letter, language=language, is_preview=True)
        return {"subject": letter.subject, "page": page}


class WriterItem(MenuItem):  # type: ignore[misc]
    """Stands in the menu of who may change the texts."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Tell whether somebody may."""
        return may_write_texts(request.user)


class TextViewSet(ViewSet):  # type: ignore[misc]
    """The texts of messages."""

    menu_item_class = WriterItem
    menu_label = gettext_lazy("Texts of messages")
    icon = "mail"
    menu_order = 660
    add_to_admin_menu = True

    def get_urlpatterns(self) -> list[URLPattern]:
        """Have a list and a page per text."""
        return [
            path("", TextListView.as_view(), name="index"),
            path("<str:kind>/<str:language>/", TextView.as_view(), name="edit"),
        ]
