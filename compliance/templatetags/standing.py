"""The cells of lists of people and of figures. As tags: a list draws them in every row."""

from datetime import date
from functools import lru_cache

from django import template
from django.utils.formats import localize
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from compliance.reports.badges import Badge
from compliance.reports.bars import NUMBERS, Bar
from compliance.reports.standing import ListedPerson
from core.dates import format_date
from design.templatetags.design import status_badge

register = template.Library()


@register.simple_tag
@lru_cache(maxsize=2048)
def standing(badge: Badge) -> SafeString:
    """Show where somebody stands: a word, with a colour and an icon that agree."""
    drawn: SafeString = status_badge(escape(badge.text), kind=badge.kind, icon=badge.icon)
    return drawn


@register.simple_tag
def duties_of(person: ListedPerson) -> SafeString:
    """Show what somebody still has to do, with every duty and its "Waarom?" behind it."""
    if not person.duties:
        return format_html('<span class="soft">{}</span>', _("Nothing"))
    why = _("Waarom?")
    rows = format_html_join(
        "",
        '<li><span lang="nl">{0}</span> {1} <a class="nl-link" href="{2}" data-why>{3}'
        '<span class="sr"> {4}, <span lang="nl">{0}</span></span></a></li>',
        (
            (duty.title, standing(duty.badge), duty.why_url, why, person.name)
            for duty in person.duties
        ),
    )
    return format_html(
        '<details class="inline"><summary>{}<span class="sr"> {}</span></summary>'
        '<ul role="list" class="duties">{}</ul></details>',
        _todo(person.todo),
        _("for %(name)s: show all parts") % {"name": person.name},
        rows,
    )


def _todo(titles: tuple[str, ...]) -> str:
    if not titles:
        return _("Nothing")
    if len(titles) == 1:
        return format_html('<span lang="nl">{}</span>', titles[0])
    return ngettext("%(n)s part", "%(n)s parts", len(titles)) % {"n": len(titles)}


@register.simple_tag
def due_of(person: ListedPerson) -> SafeString:
    """Show the day by which somebody must be done, else the day on which they were."""
    return _due(person.due_on, person.last_done_on, get_language())


# The people of a team share a few days.
@lru_cache(maxsize=2048)
def _due(due_on: date | None, done_on: date | None, _language: str | None) -> SafeString:
    if due_on is not None:
        return format_html("{}", format_date(due_on))
    text = _("done on %(day)s") % {"day": format_date(done_on)} if done_on else "–"
    return format_html('<span class="soft">{}</span>', text)


@register.simple_tag
def number_headings(definitions_url: str) -> SafeString:
    """Show the headings of the numbers of figures, each with the way to its definition."""
    return _headings(definitions_url, get_language())


@lru_cache(maxsize=16)
def _headings(definitions_url: str, _language: str | None) -> SafeString:
    columns = [*NUMBERS, ("rate", "%")]
    return format_html_join(
        "",
        '<th scope="col"><a class="means" href="{}#figure-{}">{}</a></th>',
        ((definitions_url, name, heading) for name, heading in columns),
    )


@register.simple_tag
def numbers_of(bar: Bar) -> SafeString:
    """Show the numbers of a figure, or that the group is too small for them."""
    if bar.counts is None:
        hidden = _("Group too small to show")
        return format_html('<td colspan="{}">{}</td>', len(NUMBERS) + 1, hidden)
    rate = "–" if bar.percentage is None else f"{bar.percentage}%"
    cells = [*map(localize, bar.numbers), rate]
    return format_html_join("", "<td>{}</td>", ((cell,) for cell in cells))
