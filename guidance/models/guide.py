"""The page on which editors build the guide. Readers see it at the fixed address /hulp/."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField

from core.pages import PageInLanguage
from core.streamfield import BlocklessStreamField, is_kept
from guidance.guide_checks import problems_of
from guidance.guide_tree import Answer, Further, GuideTree, Helper, Outcome, Question, Tool
from guidance.models.roles import FEATURES, HelpRole

GUIDE_SLUG = "hulp"


class GuidePageForm(WagtailAdminPageForm):
    """Keeps a guide with a hole in it from being published; a draft may have holes."""

    def clean(self) -> dict[str, Any]:
        """Look at the tree as a whole."""
        cleaned: dict[str, Any] = super().clean()
        if self.is_deferred_validation or self.errors:
            return cleaned
        tree = tree_of(cleaned["questions"], cleaned["outcomes"])
        for problem in problems_of(tree, known_roles()):
            self.add_error(None, problem)
        return cleaned


class GuidePage(PageInLanguage):
    """The guide to the right person, as a tree of questions and outcomes."""

    is_read_as_page: ClassVar = False

    danger = models.CharField(
        _("line about danger"), max_length=120, default="Is er nu gevaar? Bel 112."
    )
    promise = models.TextField(_("what this page is and is not"), max_length=300)
    intro = RichTextField(_("introduction"), features=FEATURES, blank=True)
    questions = BlocklessStreamField(
        "guidance.guide_blocks.question_blocks", blank=True, verbose_name=_("questions")
    )
    outcomes = BlocklessStreamField(
        "guidance.guide_blocks.outcome_blocks", blank=True, verbose_name=_("outcomes")
    )
    unsatisfied_title = models.CharField(
        _("title of what to do when it does not help"), max_length=120
    )
    unsatisfied = RichTextField(_("what to do when it does not help"), features=FEATURES)
    words = BlocklessStreamField(
        "guidance.guide_blocks.word_blocks", blank=True, verbose_name=_("words explained")
    )
    talk_title = models.CharField(_("title of the card about talking"), max_length=120)
    talk_text = models.TextField(_("text of the card about talking"), max_length=400)
    browser_note = RichTextField(_("what a browser still keeps"), features=FEATURES)
    about = RichTextField(_("about this page"), features=FEATURES, blank=True)
    loaded_hash = models.CharField(max_length=64, blank=True, editable=False)

    base_form_class = GuidePageForm
    content_panels: ClassVar = [
        FieldPanel("title", classname="title"),
        MultiFieldPanel(
            [FieldPanel("danger"), FieldPanel("promise"), FieldPanel("intro")],
            heading=_("Above every step"),
        ),
        FieldPanel("questions"),
        FieldPanel("outcomes"),
        MultiFieldPanel(
            [FieldPanel("unsatisfied_title"), FieldPanel("unsatisfied")],
            heading=_("Below every outcome"),
        ),
        FieldPanel("words"),
        MultiFieldPanel(
            [
                FieldPanel("talk_title"),
                FieldPanel("talk_text"),
                FieldPanel("browser_note"),
                FieldPanel("about"),
            ],
            heading=_("Beside the steps"),
        ),
    ]
    promote_panels: ClassVar[list[Any]] = []
    parent_page_types: ClassVar = settings.GUIDANCE_PARENTS
    subpage_types: ClassVar[list[Any]] = []
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("guide to help")
        verbose_name_plural = _("guides to help")

    @property
    def tree(self) -> GuideTree:
        """The questions and outcomes of this page."""
        return tree_of(self.questions, self.outcomes)

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        """Keep the address that every page links to."""
        self.slug = GUIDE_SLUG
        super().full_clean(*args, **kwargs)

    def serve(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:  # noqa: ARG002
        """Send to the guide."""
        return HttpResponseRedirect(reverse("guidance:guide"))

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """Show it as readers will see it."""
        del mode_name
        show = import_string("guidance.views.guide.preview")
        response: HttpResponse = show(request, self)
        return response


def known_roles() -> Mapping[str, bool]:
    """Return the keys of the roles, with whether each also helps externals."""
    return dict(HelpRole.objects.values_list("key", "serves_externals"))


def tree_of(questions: Any, outcomes: Any) -> GuideTree:
    """Return the tree in two streams."""
    return GuideTree(
        questions=tuple(_question(value) for value in _values(questions)),
        outcomes=tuple(_outcome(value) for value in _values(outcomes)),
    )


def _values(stream: Any) -> Iterator[Mapping[str, Any]]:
    return (child.value for child in stream or () if not is_kept(child))


def _question(value: Mapping[str, Any]) -> Question:
    answers = (
        Answer(
            text=one["text"],
            hint=one["hint"] or "",
            leads_to=one["leads_to"],
            is_external=bool(one["is_external"]),
            anchor=one["anchor"] or "",
        )
        for one in value["answers"]
    )
    return Question(
        key=value["key"], text=value["text"], hint=value["hint"] or "", answers=tuple(answers)
    )


def _outcome(value: Mapping[str, Any]) -> Outcome:
    return Outcome(
        key=value["key"],
        title=value["title"],
        intro=_html(value["intro"]),
        helpers=tuple(
            Helper(role=one["role"] or "", name=one["name"] or "", text=_html(one["text"]))
            for one in value["helpers"]
        ),
        what_next=_html(value["what_next"]),
        confidentiality=_html(value["confidentiality"]),
        tips=_html(value["tips"]),
        tools=tuple(
            Tool(text=one["text"], code=one["code"] or "", path=one["path"] or "")
            for one in value["tools"]
        ),
        further=tuple(
            Further(text=one["text"], leads_to=one["leads_to"]) for one in value["further"]
        ),
        for_externals=value["for_externals"] or "",
        owner=value["owner"] or "",
        review_on=_day(value["review_on"]),
    )


def _html(value: Any) -> str:
    """Return the source of rich text; nothing where an editor left an empty paragraph."""
    text = getattr(value, "source", value) or ""
    return "" if text in {"<p></p>", "<p/>"} else str(text)


def _day(value: Any) -> date | None:
    return value if isinstance(value, date) else None
