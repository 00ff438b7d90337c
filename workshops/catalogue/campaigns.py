"""Campaigns: which one is on, and a copy for next year in one action."""

import re
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from workshops.models import CampaignPage

_YEAR = re.compile(r"\b(20\d\d)\b")


def next_year(day: date) -> date:
    """Return the same day of the next year; 29 February becomes the 28th."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)


@transaction.atomic
def copy_for_next_year(*, campaign: CampaignPage, user: Any) -> CampaignPage:
    """Return a draft of the campaign with every day a year later; its workshops stay chosen.

    Single dates stay behind: they were those of this year. A year in the title goes up as well.
    Nobody sees the draft before somebody looked at the days and published it: a campaign week
    seldom falls on the same days.
    """
    title = _YEAR.sub(lambda found: str(int(found[1]) + 1), campaign.title)
    copy: CampaignPage = campaign.copy(
        update_attrs={
            "title": title,
            "draft_title": title,
            "slug": _free_slug(campaign, title),
            "announce_on": campaign.announce_on and next_year(campaign.announce_on),
            "from_on": next_year(campaign.from_on),
            "until_on": next_year(campaign.until_on),
            "go_live_at": None,
            "expire_at": None,
            "loaded_hash": "",
            "dates": [],
        },
        copy_revisions=False,
        keep_live=False,
        user=user,
    )
    return copy


def _free_slug(campaign: CampaignPage, title: str) -> str:
    wanted = _YEAR.sub(lambda found: str(int(found[1]) + 1), campaign.slug)
    if wanted == campaign.slug:
        wanted = slugify(title) or campaign.slug
    taken = set(campaign.get_siblings().values_list("slug", flat=True))
    number, slug = 2, wanted
    while slug in taken:
        slug, number = f"{wanted}-{number}", number + 1
    return slug
