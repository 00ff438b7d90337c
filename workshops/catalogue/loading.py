"""Turns the files of the catalogue into pages. Doing it again changes nothing.

Every page remembers the hash of what was loaded last. Only when its content still has that hash was
it left alone by editors, and may the file renew it.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from django.db import transaction
from wagtail.models import Page

from core.loading import ensure_index_page
from core.markdown import render_markdown
from lms.api import Activity, ActivityKind
from workshops.catalogue.files import CampaignFile, WorkshopFile
from workshops.models import CampaignPage, WorkshopIndexPage, WorkshopPage
from workshops.models.pages import CATALOGUE_SLUG

CATALOGUE_TITLE = "Workshops"
CATALOGUE_LEAD = "Oefen samen met collega’s. Kies een datum en meld je aan."
# Activities that duties accept may not be there yet; whichever comes first makes them.
_SHARED = {
    "briefing-spilfunctionarissen": (
        ActivityKind.WORKSHOP,
        "Briefing door spilfunctionarissen",
    ),
    "teamsessie-werkcultuur": (ActivityKind.TEAM_SESSION, "Teamsessie over werkcultuur"),
    "opfrisdag-sleutelrollen": (
        ActivityKind.WORKSHOP,
        "Opfrisdag voor leidinggevenden en adviseurs",
    ),
}

_WORKSHOP_FIELDS = (
    "title",
    "key",
    "summary",
    "for_whom",
    "audiences",
    "open_to",
    "minutes",
    "sessions",
    "required_sessions",
    "minimum",
    "maximum",
    "is_for_teams",
    "is_pilot",
    "is_confidential",
    "needs_approval",
    "counts_for_id",
    "goals",
    "what_we_do",
    "in_practice",
)
_CAMPAIGN_FIELDS = ("title", "summary", "announce_on", "from_on", "until_on")


@transaction.atomic(durable=True)
def load_workshops(
    *,
    workshops: Sequence[WorkshopFile],
    campaigns: Sequence[CampaignFile],
    sources: Sequence[str],
    publish: bool,
) -> list[str]:
    """Make or renew the pages; return a line for each that changed or was left alone."""
    loader = _Loader(publish=publish, sources=tuple(sources), parent=ensure_index())
    for workshop in workshops:
        loader.load_workshop(workshop)
    for campaign in campaigns:
        loader.load_campaign(campaign)
    return loader.lines


def ensure_index() -> WorkshopIndexPage:
    """Return the page above the calendar, made now or before."""
    return ensure_index_page(
        WorkshopIndexPage, title=CATALOGUE_TITLE, lead=CATALOGUE_LEAD, slug=CATALOGUE_SLUG
    )


@dataclass(kw_only=True)
class _Loader:
    """One load."""

    publish: bool
    sources: tuple[str, ...]
    parent: WorkshopIndexPage
    lines: list[str] = field(default_factory=list)

    def load_workshop(self, file: WorkshopFile) -> None:
        """Make or renew the page of a kind of workshop; an editor may have given another slug."""
        wanted = WorkshopPage(slug=file.key, locale=self.parent.locale, **self._values(file))
        current = WorkshopPage.objects.child_of(self.parent).filter(key=file.key).first()
        self._put(wanted, current, _WORKSHOP_FIELDS, name=file.key)

    def load_campaign(self, file: CampaignFile) -> None:
        """Make or renew the page of a campaign."""
        chosen = dict(
            WorkshopPage.objects.child_of(self.parent)
            .filter(key__in=file.workshops)
            .values_list("key", "pk")
        )
        rows = [{"type": "workshop", "value": chosen[key]} for key in file.workshops]
        wanted = CampaignPage(
            slug=file.slug,
            locale=self.parent.locale,
            body=json.dumps([{"type": "text", "value": self._html(file.text)}]),
            workshops=json.dumps(rows),
            **{name: getattr(file, name) for name in _CAMPAIGN_FIELDS},
        )
        current = CampaignPage.objects.child_of(self.parent).filter(slug=file.slug).first()
        self._put(wanted, current, _CAMPAIGN_FIELDS, streams=("body", "workshops"), name=file.slug)

    def _put(
        self,
        wanted: Any,
        current: Any,
        fields: Sequence[str],
        *,
        name: str,
        streams: Sequence[str] = (),
    ) -> None:
        wanted.loaded_hash = _digest(wanted, fields, streams)
        if current is None:
            wanted.live = False
            self.parent.add_child(instance=wanted)
            self._save(wanted, name)
        elif current.loaded_hash == wanted.loaded_hash:
            self._publish_draft(current, fields, streams, name)
        elif current.loaded_hash != _digest(_newest(current), fields, streams):
            self.lines.append(f"{name}: an editor changed this page, left as it is")
        else:
            for field_name in (*fields, *streams, "loaded_hash"):
                setattr(current, field_name, getattr(wanted, field_name))
            self._save(current, name)

    def _save(self, page: Any, name: str) -> None:
        revision = page.save_revision()
        if self.publish:
            revision.publish()
        self.lines.append(f"{name}: {'published' if self.publish else 'draft'}")

    def _publish_draft(
        self, page: Any, fields: Sequence[str], streams: Sequence[str], name: str
    ) -> None:
        """Publish what was loaded as a draft before, when nobody touched or withdrew it since."""
        never_shown = not page.live and page.first_published_at is None
        if (
            self.publish
            and never_shown
            and _digest(_newest(page), fields, streams) == page.loaded_hash
        ):
            self._save(page, name)

    def _values(self, file: WorkshopFile) -> dict[str, Any]:
        same = set(_WORKSHOP_FIELDS) & set(WorkshopFile.model_fields)
        values = {name: getattr(file, name) for name in same}
        return {
            **values,
            "audiences": list(file.audiences),
            "open_to": list(file.open_to),
            "goals": "\n".join(file.goals),
            "what_we_do": self._html(file.what_we_do),
            "in_practice": self._html(file.in_practice),
            "counts_for_id": _shared_activity(file.counts_for),
        }

    def _html(self, text: str) -> str:
        return render_markdown(text, sources=self.sources)


def _shared_activity(key: str) -> int | None:
    if not key:
        return None
    kind, title = _SHARED[key]
    activity, _made = Activity.objects.get_or_create(
        key=key, defaults={"kind": kind, "title": title}
    )
    return int(activity.pk)


def _newest(page: Page) -> Any:
    """Return the page as editors see it: a draft that nobody published counts as a change."""
    return page.get_latest_revision_as_object()


def _digest(page: Any, fields: Sequence[str], streams: Sequence[str]) -> str:
    values: Mapping[str, Any] = {
        **{name: getattr(page, name) for name in fields},
        **{name: _raw(getattr(page, name)) for name in streams},
    }
    text = json.dumps(values, sort_keys=True, ensure_ascii=False, default=str)
    return sha256(text.encode()).hexdigest()


def _raw(stream: Any) -> list[list[Any]]:
    """Return the content of a stream without the keys that Wagtail gives its blocks."""
    return [[row["type"], row["value"]] for row in stream.raw_data]
