"""What other apps have for an audience: tools, knowledge, practices, and roles that help."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse

from design.navigation import in_language
from guidance.models import HelpRole
from toolbox.enums import Audience
from toolbox.models import GoodPractice, KnowledgePage
from toolbox.reports.tools import toolboxes

MOST_KNOWLEDGE = 6
MOST_PRACTICES = 4
_ALL = ("vertrouwenspersoon", "leidinggevende")
ROLE_KEYS: dict[str, tuple[str, ...]] = {
    Audience.MANAGERS.value: (
        *("integriteitscoordinator", "p-en-o-adviseur", "naast-hogere-leidinggevende"),
        *("vertrouwenspersoon", "gespreksleider-moreel-beraad"),
    ),
    Audience.BYSTANDERS.value: (*_ALL, "naast-hogere-leidinggevende"),
    Audience.FRONT_OFFICE.value: (
        *("leidinggevende", "beveiliging", "bedrijfsmaatschappelijk-werk", "slachtofferhulp"),
        "vertrouwenspersoon",
    ),
    Audience.ADVISERS.value: (
        *("coordinator-vertrouwenspersonen", "integriteitscoordinator", "klachtencommissie"),
        *("raba", "huis-voor-klokkenluiders", "bedrijfsarts"),
    ),
    Audience.NEWCOMERS.value: (*_ALL, "p-en-o-adviseur"),
    Audience.EXTERNALS.value: (*_ALL, "integriteitscoordinator", "huis-voor-klokkenluiders"),
}
"""Which roles stand on the page of an audience, in this order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """Something to go to. The title is Dutch: it is written by editors."""

    title: str
    url: str
    icon: str = "arrow-right"
    text: str = ""


def tools_for(audience: str) -> Iterator[Offer]:
    """Yield the tools that stand in a toolbox of an audience, or are meant for it as well."""
    boxes = toolboxes().boxes
    own = [line for box in boxes if box.audience.value == audience for line in box.tools]
    guests = [
        line
        for box in boxes
        for line in box.tools
        if audience in {one.value for one in line.also_for}
    ]
    for line in {line.pk: line for line in [*own, *guests]}.values():
        yield Offer(title=line.title, url=line.url, icon=line.icon, text=line.summary)


def box_of(audience: str) -> str:
    """Return the address of the toolbox of an audience; empty when there is none."""
    boxes = toolboxes().boxes
    return next((box.url for box in boxes if box.audience.value == audience), "")


def knowledge_for(audience: str) -> Iterator[Offer]:
    """Yield what the kennishuis has for an audience; procedures of one organisation stay out."""
    rows = KnowledgePage.objects.live().filter(alias_of=None, unit=None)
    for page in rows.about(audience=audience).order_by("title", "pk")[:MOST_KNOWLEDGE]:
        yield Offer(
            title=page.title,
            url=in_language(page.get_url()),
            icon="lightbulb",
            text=str(page.get_kind_display()),
        )


def practices_for(audience: str) -> list[Offer]:
    """Return the latest good practices for an audience, for who is signed in."""
    rows = GoodPractice.objects.published().about(audience=audience)
    return [
        Offer(
            title=practice.title,
            url=reverse("toolbox:practice", args=[practice.uuid]),
            icon="sparkles",
        )
        for practice in rows.order_by("-published_at", "pk")[:MOST_PRACTICES]
    ]


def roles_for(audience: str) -> Iterator[Offer]:
    """Yield the roles that help an audience most."""
    keys = ROLE_KEYS.get(audience, _ALL)
    roles = {role.key: role for role in HelpRole.objects.filter(key__in=keys, live=True)}
    for key in keys:
        if key in roles:
            yield Offer(title=roles[key].name, url=reverse("guidance:role", args=[key]), icon="ear")
