"""What help adds to the admin."""

from typing import Any

from django.http import HttpRequest
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from guidance.administration.directory import HelpGroup
from guidance.administration.guide import review_panel
from guidance.administration.polls import PollViewSet

register_snippet(HelpGroup)
register_snippet(PollViewSet)


@hooks.register("construct_homepage_panels")
def add_guide_review(request: HttpRequest, panels: list[Any]) -> None:
    """Tell editors of the guide what they should read again."""
    panel = review_panel(request)
    if panel is not None:
        panels.append(panel)
