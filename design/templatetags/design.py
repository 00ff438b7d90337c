"""The parts of the house style as tags; a builtin library, so no template needs to load it."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django import forms, template
from django.core.paginator import Page
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import pgettext

from design.fields import field_context, link_target
from design.navigation import in_language

register = template.Library()

BAR = ("done", "busy", "warn", "bad")
BAR_CLASSES = {"done": "c-good", "busy": "c-busy", "warn": "c-warn", "bad": "c-bad"}
NOTICE_ICONS = {
    "info": "info",
    "ok": "circle-check",
    "warning": "triangle-alert",
    "error": "circle-alert",
}
# Django's own messages have two levels more.
NOTICE_KINDS = {"debug": "info", "success": "ok"}


# A page draws dozens of icons, always the same few; static() alone costs more than the rest.
@register.simple_tag
@lru_cache(maxsize=1024)
def icon(name: str, cls: str = "", label: str = "") -> SafeString:
    """Draw a Lucide icon; with a label it is an image, without one it is decoration."""
    use = format_html('<use href="{}#{}"></use>', static("design/sprite.svg"), name)
    if label:
        return format_html(
            '<svg class="icon {}" role="img" aria-label="{}">{}</svg>', cls, label, use
        )
    return format_html(
        '<svg class="icon {}" aria-hidden="true" focusable="false">{}</svg>', cls, use
    )


@register.simple_tag
def site_path(path: str) -> str:
    """Return the address of a fixed page, such as "/hulp/", in the language of this page."""
    return in_language(path)


@register.simple_tag
def swatch(kind: str) -> SafeString:
    """Draw the square of a legend: an SVG, so that it survives printing."""
    return format_html(
        '<svg class="sw" aria-hidden="true" focusable="false">'
        '<rect width="100%" height="100%" rx="3" class="c-{}"></rect></svg>',
        kind,
    )


@register.simple_tag
def segbar(done: int = 0, busy: int = 0, warn: int = 0, bad: int = 0) -> SafeString:
    """Draw a stacked bar; the numbers must stand beside it in words."""
    values = dict(zip(BAR, (done, busy, warn, bad), strict=True))
    total = sum(values.values()) or 1
    rects, start = [], 0.0
    for name, value in values.items():
        width = 100 * value / total
        if value:
            rects.append((f"{start:.2f}%", f"{max(width - 0.4, 0.1):.2f}%", BAR_CLASSES[name]))
        start += width
    drawn = format_html_join(
        "", '<rect x="{}" y="0" width="{}" height="100%" class="{}" rx="2"></rect>', rects
    )
    return format_html('<svg class="bar" aria-hidden="true" focusable="false">{}</svg>', drawn)


@register.simple_tag
def share_bar(part: int, rest: int) -> SafeString:
    """Draw how much of a whole is taken; the numbers must stand beside it in words."""
    share = 100 * part / (part + rest) if part + rest else 0
    taken = (
        format_html('<rect width="{}%" height="100%" rx="2" class="c-busy"></rect>', f"{share:.2f}")
        if part
        else ""
    )
    return format_html(
        '<svg class="bar" aria-hidden="true" focusable="false">'
        '<rect width="100%" height="100%" rx="2" class="c-none"></rect>{}</svg>',
        taken,
    )


@register.simple_tag
def segments(done: int = 0, current: int = 0, total: int = 0, label: str = "") -> SafeString:
    """Draw progress as one piece per chapter: the finished ones, the present one, the rest."""
    places = range(1, int(total) + 1)
    kinds = [
        " seg--done" if place <= int(done) else " seg--now" if place == int(current) else ""
        for place in places
    ]
    pieces = format_html_join("", '<span class="seg{}"></span>', ((kind,) for kind in kinds))
    if label:
        return format_html('<div class="segs" role="img" aria-label="{}">{}</div>', label, pieces)
    return format_html('<div class="segs" aria-hidden="true">{}</div>', pieces)


@register.simple_tag
def year_ring(done: int, total: int, label: str) -> SafeString:
    """Draw the ring of the year: how many compulsory parts are finished, with that in words."""
    share = round(100 * done / total) if total else 0
    arc = (
        format_html(
            '<circle class="ring__done" cx="50" cy="50" r="42" pathLength="100" '
            'stroke-dasharray="{} 100" transform="rotate(-90 50 50)"></circle>',
            share,
        )
        if share
        else ""
    )
    return format_html(
        '<svg class="ring" viewBox="0 0 100 100" role="img" aria-label="{}">'
        '<circle class="ring__all" cx="50" cy="50" r="42"></circle>{}'
        '<text class="ring__n" x="50" y="51" text-anchor="middle">{}/{}</text>'
        '<text class="ring__l" x="50" y="66" text-anchor="middle">{}</text></svg>',
        label,
        arc,
        done,
        total,
        pgettext("below a number", "done"),
    )


@register.simple_block_tag
def status_badge(content: str, kind: str = "neutral", icon: str = "") -> SafeString:
    """Show a status: words, with a colour and an icon that say the same."""
    drawn = _icon(icon) if icon else ""
    return format_html(
        '<span class="nl-data-badge st st--{}">{}{}</span>',
        kind,
        drawn,
        mark_safe(content.strip()),  # noqa: S308
    )


@register.simple_block_tag
def notice(content: str, kind: str = "info", title: str = "") -> SafeString:
    """Show a message that stands out: info, ok, warning or error."""
    kind = NOTICE_KINDS.get(kind, kind)
    heading = format_html('<p class="utrecht-alert__title"><strong>{}</strong></p>', title)
    return format_html(
        '<div class="utrecht-alert utrecht-alert--{0}"{1}><div class="utrecht-alert__icon '
        'utrecht-alert__icon--{0}">{2}</div><div class="utrecht-alert__content">'
        '<div class="utrecht-alert__message">{3}{4}</div></div></div>',
        kind,
        mark_safe(' role="alert"') if kind == "error" else "",
        _icon(NOTICE_ICONS.get(kind, "info")),
        heading if title else "",
        mark_safe(content),  # noqa: S308  rendered by the template, escaped there
    )


@register.simple_block_tag
def button_link(
    content: str, href: str, kind: str = "primary", icon_start: str = "", icon_end: str = ""
) -> SafeString:
    """Show a link that looks like a button."""
    return format_html(
        '<a class="nl-button nl-button--{}" href="{}">{}</a>',
        kind,
        href,
        _button_content(content, icon_start, icon_end),
    )


@register.simple_block_tag
def button(  # noqa: PLR0917  named in templates
    content: str,
    kind: str = "primary",
    type: str = "submit",  # noqa: A002
    name: str = "",
    value: str = "",
    icon_start: str = "",
    icon_end: str = "",
) -> SafeString:
    """Show a button of a form."""
    named = format_html(' name="{}" value="{}"', name, value) if name else ""
    return format_html(
        '<button class="nl-button nl-button--{}" type="{}"{}>{}</button>',
        kind,
        type,
        named,
        _button_content(content, icon_start, icon_end),
    )


def _button_content(content: str, icon_start: str, icon_end: str) -> SafeString:
    start = format_html('<span class="nl-button__icon-start">{}</span>', _icon(icon_start))
    end = format_html('<span class="nl-button__icon-end">{}</span>', _icon(icon_end))
    return format_html(
        '{}<span class="nl-button__label">{}</span>{}',
        start if icon_start else "",
        mark_safe(content.strip()),  # noqa: S308  rendered by the template, escaped there
        end if icon_end else "",
    )


_icon = icon


@register.inclusion_tag("design/parts/field.html")
def field(bound: forms.BoundField, with_help: bool = True) -> dict[str, Any]:  # noqa: FBT001, FBT002
    """Show a field: label, help and error above the input, tied to it for a screen reader."""
    if not with_help:
        bound.help_text = ""
    return field_context(bound)


@register.inclusion_tag("design/parts/error_summary.html")
def error_summary(form: forms.BaseForm) -> dict[str, Any]:
    """List what is wrong at the top of a page, with links to the fields."""
    rows = []
    for name, errors in form.errors.items():
        bound = form[name] if name in form.fields else None
        rows.append((bound, link_target(bound) if bound else "", errors))
    return {"rows": rows}


@register.inclusion_tag("design/parts/breadcrumb.html")
def breadcrumb(items: Sequence[tuple[str, str | None]]) -> dict[str, Any]:
    """Show where the page stands; the last item is the page itself."""
    return {"items": items}


@register.inclusion_tag("design/parts/pagination.html")
def pagination(page: Page[Any], querystring: str = "") -> dict[str, Any]:
    """Show links to the other pages of a list, keeping the filter."""
    prefix = f"?{querystring}&" if querystring else "?"
    numbers = list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1))
    return {"page": page, "prefix": prefix, "numbers": numbers}
