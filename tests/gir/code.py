"""A code of conduct for tests, made as editors make it: pages, approved through the real services.

    edition("2020", date(2020, 1, 1), {"4-1": "Ten hoogste 50 euro."})

An article is the text of its rule, or a dict with fields of `ArticlePage`.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from gir.loading.index import ensure_index
from gir.models import ArticlePage, ArticleVersion, Edition, EditionPage
from lms.api import ChangeClass

FIRST_DAY = date(2020, 1, 1)
ARTICLES: Mapping[str, Any] = {
    "1-1": {"title": "Waarom een gedragscode", "rule": "De code geldt voor iedereen."},
    "4-1": {"title": "Geschenken", "rule": "Een geschenk is nooit meer waard dan 50 euro."},
    "4-5": {"title": "Nevenwerkzaamheden", "rule": "Meld nevenwerk dat je functie kan raken."},
}
CHAPTERS = {1: "Inleiding", 4: "Belangenverstrengeling en publieke middelen"}


def edition(
    code: str = "2020",
    valid_from: date = FIRST_DAY,
    articles: Mapping[str, Any] | None = None,
    **fields: Any,
) -> Edition:
    """Propose an edition with these articles, and no others, and approve it."""
    return approved(proposal(code, valid_from, articles, **fields))


def proposal(
    code: str = "2020",
    valid_from: date = FIRST_DAY,
    articles: Mapping[str, Any] | None = None,
    *,
    change_class: str = ChangeClass.NORMATIVE,
    **fields: Any,
) -> EditionPage:
    """Propose an edition that nobody approved yet, with its articles as drafts."""
    page = EditionPage(
        title=fields.pop("title", f"Editie {code}"),
        slug=code,
        code=code,
        valid_from=valid_from,
        change_class=change_class,
        live=False,
        **fields,
    )
    ensure_index().add_child(instance=page)
    page.save_revision()
    for key, about in (ARTICLES if articles is None else articles).items():
        add_article(page, key, about)
    return page


def add_article(page: EditionPage, key: str, about: Any = "") -> ArticlePage:
    """Add the draft of an article to the proposal of an edition."""
    fields = {"rule": about} if isinstance(about, str) else dict(about)
    fields["rule"] = _html(fields.get("rule", ""))
    chapter, _hyphen, paragraph = key.partition("-")
    number = int(chapter) if chapter.isdigit() else 9
    article = ArticlePage(
        **{
            "title": f"Artikel {key}",
            "key": key,
            "slug": key,
            "label": key.replace("-", "."),
            "chapter": number,
            "chapter_title": CHAPTERS.get(number, f"Hoofdstuk {number}"),
            "position": number * 1000 + (int(paragraph) if paragraph.isdigit() else 0) * 10,
            "live": False,
        }
        | fields
    )
    page.add_child(instance=article)
    article.save_revision()
    return article


def approved(page: EditionPage, *, by: Any = None) -> Edition:
    """Publish a proposal as the workflow does, and return the edition that it makes.

    `by` is a user. Wagtail checks nothing here; who may approve is tested with the workflow.
    """
    page.get_latest_revision_as_object().save_revision(user=by).publish()
    return Edition.objects.standing().get(page_id=page.pk)


def working_text(key: str, of: Edition) -> ArticlePage:
    """Return the page on which editors work on an article in an edition, as saved last."""
    parent = EditionPage.objects.get(pk=of.page_id)
    page = ArticlePage.objects.child_of(parent).get(key=key)
    return page.get_latest_revision_as_object()


def change_article(key: str, of: Edition, *, by: Any = None, **fields: Any) -> ArticleVersion:
    """Change one article of an approved edition by itself; return what readers see from today."""
    page = working_text(key, of)
    if "rule" in fields:
        fields["rule"] = _html(fields["rule"])
    for name, value in {"change_note": "Duidelijker gezegd.", **fields}.items():
        setattr(page, name, value)
    page.save_revision(user=by).publish()
    return version(key)


def version(key: str, number: int | None = None) -> ArticleVersion:
    """Return a version of an article, the one recorded last unless a number is given."""
    versions = ArticleVersion.objects.filter(key=key).order_by("-number")
    return (versions.filter(number=number) if number else versions)[0]


def read_on(day: date) -> dict[str, str]:
    """Return the rule of each article in force on a day, in the order of the code."""
    return {one.key: one.rule for one in ArticleVersion.objects.in_force_on(day)}


def _html(text: str) -> str:
    return text if not text or text.startswith("<") else f"<p>{text}</p>"
