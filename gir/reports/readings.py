"""What somebody has read of the code, and what there is to read since. Nothing of this is stored.

What somebody read follows from the ledger alone: the code as it was in force, and known, at the
moment of their last completion that stands. So an acknowledgement that was imported, corrected or
declared invalid counts as it should.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from core import clock
from gir.contents import hash_of_all
from gir.enums import ChangeKind
from gir.models import ArticleVersion, Edition
from gir.reports.comparing import ArticleDifference, difference_of
from lms.api import ChangeClass, Completion
from organisations.models import Person, PersonMerge

ACTIVITY_KEY = "gedragscode-integriteit-rijk"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Which version of an article holds; without its texts."""

    pk: int
    number: int
    content_hash: str
    position: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LastRead:
    """When somebody read the code last; the day is that in Amsterdam, as editions have.

    `known_at`: they read it here, so exactly as it was at that moment. None: the proof comes from
    elsewhere, and what held on that day is what is known of it now.
    """

    on: date
    known_at: datetime | None


Code = Mapping[str, Place]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """A chapter with its articles, in order."""

    number: int
    title: str
    articles: tuple[ArticleVersion, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What somebody gets to read: the whole code, or what changed since `read_on`.

    `content_hash` is of the whole code as it is shown or linked from here, also when only the
    changes are: with those somebody knows all of it. `is_asked`: an edition that must be read again
    came after; otherwise reading is up to them.
    """

    edition: Edition
    content_hash: str
    read_on: date | None
    is_asked: bool
    chapters: tuple[Chapter, ...] = ()
    changes: tuple[ArticleDifference, ...] = ()

    @property
    def is_up_to_date(self) -> bool:
        """Whether there is nothing to read and nothing asked."""
        return self.read_on is not None and not self.changes and not self.is_asked

    @property
    def articles(self) -> int:
        """How many articles the whole code has, when it is shown."""
        return sum(len(chapter.articles) for chapter in self.chapters)


def code_on(day: date, *, known_at: datetime | None = None) -> Code:
    """Return which version of each article holds on a day, as was known at a moment or is now."""
    rows = ArticleVersion.objects.standing().filter(valid_from__lte=day)
    if known_at is not None:
        rows = rows.filter(recorded_at__lte=known_at)
    code: dict[str, Place] = {}
    for key, pk, number, content_hash, position, change in rows.order_by(
        "valid_from", "number"
    ).values_list("key", "pk", "number", "content_hash", "position", "change"):
        code.pop(key, None)
        if change != ChangeKind.REMOVED:
            code[key] = Place(pk=pk, number=number, content_hash=content_hash, position=position)
    return dict(sorted(code.items(), key=lambda row: (row[1].position, row[0])))


def hash_of_code(code: Code) -> str:
    """Return the hash of a whole code."""
    return hash_of_all((key, place.content_hash) for key, place in code.items())


def reading_of(person: Person, today: date) -> Reading | None:
    """Return what somebody gets to read; None when no edition is in force."""
    edition = Edition.objects.in_force_on(today).first()
    if edition is None:
        return None
    now, last = code_on(today), last_read(person)
    then = code_on(last.on, known_at=last.known_at) if last else {}
    if not then:
        # Also who read it before this site had any text of it: nothing can be compared.
        last = None
    return Reading(
        edition=edition,
        content_hash=hash_of_code(now),
        read_on=last.on if last else None,
        is_asked=_is_asked(last, today),
        chapters=() if last else _chapters(now),
        changes=_changes(last, then, now, today) if last else (),
    )


def last_read(person: Person) -> LastRead | None:
    """Return when somebody said last to have read the code, also as a record merged into them."""
    merged = PersonMerge.objects.current().filter(into=person).values("person")
    rows = Completion.objects.standing().filter(
        Q(person=person) | Q(person__in=merged), activity__key=ACTIVITY_KEY
    )
    found = (
        rows.order_by("-occurred_at", "-pk").values_list("occurred_at", "acknowledgement").first()
    )
    if found is None:
        return None
    at, acknowledged = found
    return LastRead(on=clock.business_date(at), known_at=at if acknowledged else None)


def _is_asked(last: LastRead | None, today: date) -> bool:
    """Tell whether somebody never read it, or must again: a normative edition came after."""
    if last is None:
        return True
    later = Q(valid_from__gt=last.on)
    if last.known_at is not None:
        later |= Q(recorded_at__gt=last.known_at)
    come = Edition.objects.in_force_on(today).filter(change_class=ChangeClass.NORMATIVE)
    return come.filter(later).exists()


def _chapters(code: Code) -> tuple[Chapter, ...]:
    found = ArticleVersion.objects.in_bulk([place.pk for place in code.values()])
    chapters: dict[int, list[ArticleVersion]] = {}
    for place in code.values():
        version = found[place.pk]
        chapters.setdefault(version.chapter, []).append(version)
    return tuple(
        Chapter(number=number, title=articles[0].chapter_title, articles=tuple(articles))
        for number, articles in chapters.items()
    )


def _changes(last: LastRead, then: Code, now: Code, today: date) -> tuple[ArticleDifference, ...]:
    """Return what differs, in the order of the code; what is gone stands where it stood."""
    places = {**then, **now}
    keys = [key for key in places if _hash_in(then, key) != _hash_in(now, key)]
    keys.sort(key=lambda key: (places[key].position, key))
    wanted = [code[key].pk for code in (then, now) for key in keys if key in code]
    found = ArticleVersion.objects.in_bulk(wanted)
    notes = _notes(keys, then, today)
    return tuple(
        difference_of(
            found[then[key].pk] if key in then else None,
            found[now[key].pk] if key in now else None,
            notes.get(key, ()),
            (last.on, today),
        )
        for key in keys
    )


def _hash_in(code: Code, key: str) -> str | None:
    place = code.get(key)
    return place.content_hash if place else None


def _notes(keys: Sequence[str], then: Code, today: date) -> Mapping[str, tuple[str, ...]]:
    """Return why each article changed, as often as it did since, in order."""
    rows = ArticleVersion.objects.standing().filter(key__in=keys, valid_from__lte=today)
    notes: dict[str, tuple[str, ...]] = {}
    for key, number, note in (
        rows.exclude(change_note="").order_by("number").values_list("key", "number", "change_note")
    ):
        if key not in then or number > then[key].number:
            notes[key] = (*notes.get(key, ()), note)
    return notes
