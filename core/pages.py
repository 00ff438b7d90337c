"""What page types of different apps have in common."""

from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.utils.module_loading import import_string
from wagtail.models import Page


class PageInLanguage(Page):
    """A page that says in which language its text is."""

    class Meta:
        abstract = True

    @property
    def content_language(self) -> str:
        """The language of the text: an alias shows that of the page that it copies."""
        return "nl" if self.alias_of_id else str(self.locale.language_code)


class ShownByView(PageInLanguage):
    """Hands a page to a view by its dotted name: views stand above models."""

    view: ClassVar[str]

    class Meta:
        abstract = True

    def serve(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """Show the page."""
        show: Any = import_string(self.view)
        response: HttpResponse = show(request, self)
        return response

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """Show an editor the page as readers will see it."""
        del mode_name
        show: Any = import_string(self.view)
        response: HttpResponse = show(request, self, is_preview=True)
        return response
