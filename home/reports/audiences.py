"""The page of an audience: what is compulsory for them and what there is for them, in lists."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.urls import reverse

from compliance.enums import CycleKind, Subject
from compliance.models import RequirementVersion
from compliance.rules.audiences import HIRED, AudienceRule, read_audience
from compliance.rules.drafting import DraftRule
from compliance.rules.text_of_terms import newcomers, often
from core import clock
from design.navigation import in_language
from home.memory import remembered
from home.models import AudiencePage, HomePage
from home.reports.news import NewsItem, news_on
from home.reports.offers import Offer, box_of, knowledge_for, roles_for, tools_for
from lms.api import Activity, ActivityKind
from organisations.enums import RoleKind
from toolbox.enums import Audience
from workshops.enums import Audience as WorkshopAudience
from workshops.reports.calendar import Kind, kinds
from workshops.reports.listing import Choices

MOST_WORKSHOPS = 6
MOST_TOOLS = 8
ROLES: dict[str, frozenset[str]] = {
    Audience.MANAGERS.value: frozenset({RoleKind.MANAGER, RoleKind.INFORMAL_LEADER}),
    Audience.ADVISERS.value: frozenset(
        {
            RoleKind.CONFIDENTIAL_ADVISER,
            RoleKind.HR_ADVISER,
            RoleKind.INTEGRITY_COORDINATOR,
            RoleKind.SOCIAL_SAFETY_LEAD,
            RoleKind.STAFF_COUNSELLOR,
            RoleKind.PREVENTION_OFFICER,
        }
    ),
}
"""Which roles make somebody one of an audience."""
WORKSHOPS: dict[str, str] = {
    Audience.MANAGERS.value: WorkshopAudience.MANAGERS.value,
    Audience.FRONT_OFFICE.value: WorkshopAudience.FRONT_OFFICE.value,
    Audience.ADVISERS.value: WorkshopAudience.ADVISERS.value,
    Audience.NEWCOMERS.value: WorkshopAudience.NEWCOMERS.value,
    Audience.EXTERNALS.value: WorkshopAudience.NEWCOMERS.value,
}
"""What an audience is called in the calendar; who is not here looks at what is for everyone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Compulsory:
    """Something that an audience must do, and how often."""

    title: str
    often: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AudienceView:
    """The lists of a page for an audience; each may be empty."""

    compulsory: tuple[Compulsory, ...]
    courses: tuple[Offer, ...]
    workshops: tuple[Kind, ...]
    workshops_url: str
    tools: tuple[Offer, ...]
    box_url: str
    knowledge: tuple[Offer, ...]
    roles: tuple[Offer, ...]
    news: tuple[NewsItem, ...]

    @property
    def first_tools(self) -> tuple[Offer, ...]:
        """The tools that stand on the page itself; the rest is in the toolbox."""
        return self.tools[:MOST_TOOLS] if self.box_url else self.tools

    @property
    def more_tools(self) -> int:
        """How many tools are only in the toolbox."""
        return len(self.tools) - len(self.first_tools)

    def news_for(self, *, is_signed_in: bool) -> list[NewsItem]:
        """Return the news that this visitor sees."""
        return [one for one in self.news if is_signed_in or not one.is_internal]


def audience_view(page: AudiencePage, *, is_preview: bool = False) -> AudienceView:
    """Return the lists of a page, built once after every change of a page of the site."""
    if is_preview:
        return build_view(page.audience)
    return remembered(("audience", page.audience), lambda: build_view(page.audience))


def build_view(audience: str) -> AudienceView:
    """Read everything that there is for an audience."""
    today = clock.today()
    return AudienceView(
        compulsory=tuple(compulsory_for(audience, today)),
        courses=tuple(all_courses()),
        workshops=tuple(workshops_for(audience)[:MOST_WORKSHOPS]),
        workshops_url=_workshops_url(audience),
        tools=tuple(tools_for(audience)),
        box_url=box_of(audience),
        knowledge=tuple(knowledge_for(audience)),
        roles=tuple(roles_for(audience)),
        news=tuple(_news(audience, today)),
    )


def compulsory_for(audience: str, day: date) -> Iterator[Compulsory]:
    """Yield what is compulsory for everybody of an audience, wherever they work."""
    versions = RequirementVersion.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gt=day), valid_from__lte=day
    )
    rows = versions.select_related("requirement")
    for version in rows.order_by("requirement__title", "requirement", "-valid_from"):
        rule = DraftRule(
            audience=read_audience(version.audience),
            cycle_kind=CycleKind(version.cycle_kind),
            start_month=version.start_month,
            newcomer_days=version.newcomer_days,
        )
        if _concerns(rule.audience, version.requirement.subject, audience):
            yield Compulsory(title=version.requirement.title, often=_often(rule, audience))


def _often(rule: DraftRule, audience: str) -> str:
    is_newcomer = audience == Audience.NEWCOMERS
    return f"{often(rule)}. {newcomers(rule)}" if is_newcomer else often(rule)


def _concerns(rule: AudienceRule, subject: str, audience: str) -> bool:
    if rule.units or rule.function_groups or not _knows_kinds(rule, audience):
        return False
    roles = ROLES.get(audience, frozenset())
    if subject == Subject.TEAM:
        return audience == Audience.MANAGERS
    return not rule.roles or bool(roles & set(rule.roles))


def _knows_kinds(rule: AudienceRule, audience: str) -> bool:
    """Tell whether a rule does not leave an audience out because of how they work here."""
    if audience != Audience.EXTERNALS:
        return not rule.kinds
    is_in = not rule.kinds or bool(set(rule.kinds) & set(HIRED))
    return is_in and not set(rule.exclude.kinds) & set(HIRED)


def all_courses() -> Iterator[Offer]:
    """Yield the courses that can be started."""
    rows = Activity.objects.filter(kind=ActivityKind.COURSE).exclude(start_path="")
    for course in rows.order_by("title", "pk"):
        yield Offer(title=course.title, url=in_language(course.start_path), icon="book-open")


def workshops_for(audience: str) -> list[Kind]:
    """Return the workshops of an audience first, then those for everyone; nothing confidential."""
    name = WORKSHOPS.get(audience, WorkshopAudience.EVERYONE.value)
    found = [kind for kind in kinds(Choices(audience=name)) if not kind.is_confidential]
    general = {kind.url for kind in kinds(Choices(audience=WorkshopAudience.EVERYONE.value))}
    return sorted(found, key=lambda kind: kind.url in general)


def _workshops_url(audience: str) -> str:
    name = WORKSHOPS.get(audience)
    choice = f"?beeld=aanbod&doelgroep={name}" if name else "?beeld=aanbod"
    return reverse("workshops") + choice


def _news(audience: str, day: date) -> Iterator[NewsItem]:
    home: Any = HomePage.objects.filter(locale__language_code=settings.LANGUAGE_CODE).first()
    if home is not None:
        yield from (item for item in news_on(day, home) if item.audience == audience)
