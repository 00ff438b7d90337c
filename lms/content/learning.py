"""A page as one learner sees it: what everybody sees, plus where this person stands."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from itertools import pairwise

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.crypto import salted_hmac
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import clock
from design.navigation import in_language
from lms.additions.access import ADDITIONS
from lms.additions.reports import LocalPart, parts_of_module, titles_of_course
from lms.content.cards import Card, LearnerTest, build_test, place_cards
from lms.content.outline import CourseCard, LocalLine, OutlineModule, saved_text
from lms.content.reports import read_test
from lms.content.shell import ModuleEntry, PageLink, Part, Shell
from lms.plugins import CourseSpec, get_course, whole_course_of
from lms.progress.enums import AttemptStatus, ModuleStatus
from lms.progress.reports import (
    AttemptState,
    CourseProgress,
    ModuleProgress,
    attempt_state,
    course_progress,
    courses_progress,
)
from lms.progress.short_forms import ShortForm, may_take, short_form_for, start_path_of
from organisations.models import Person


@dataclass(kw_only=True)
class Learning:
    """One page for one person. `person` is None for an account without a person behind it."""

    shell: Shell
    person: Person | None
    notice: str = ""
    card: Card | None = None
    saved_at: datetime | None = None
    has_error: bool = field(default=False)

    def renew(self, state: AttemptState) -> None:
        """Go on from an answer that was just taken."""
        for name in ("progress", "module_progress", "test", "slots", "outline", "outline_list"):
            self.__dict__.pop(name, None)
        self.state = state
        self.saved_at = clock.now()

    @cached_property
    def spec(self) -> CourseSpec | None:
        """The course as its app describes it."""
        return get_course(self.shell.course.key).spec if self.shell.course else None

    @cached_property
    def short_form(self) -> ShortForm | None:
        """The shorter form of this course that the person may take instead."""
        if self.person is None or self.spec is None or not self.spec.variants:
            return None
        return short_form_for(self.person, self.spec, on=clock.today(self.person.time_zone))

    @cached_property
    def whole_course_url(self) -> str:
        """Where a newcomer goes who may not take this shorter form; empty for everybody else."""
        if self.person is None or self.spec is None:
            return ""
        if may_take(self.person, self.spec, on=clock.today(self.person.time_zone)):
            return ""
        whole = whole_course_of(self.spec.key)
        return in_language(start_path_of(whole.spec.key)) if whole else ""

    @cached_property
    def progress(self) -> CourseProgress | None:
        """Where the person stands with the course; three queries."""
        if self.person is None or self.spec is None:
            return None
        return course_progress(self.person, self.spec, on=clock.today(self.person.time_zone))

    @cached_property
    def module_progress(self) -> ModuleProgress | None:
        """Where the person stands with the module of this page."""
        return self.progress.module(self.shell.module_key) if self.progress else None

    @cached_property
    def state(self) -> AttemptState | None:
        """The attempt at the test of this module; one query, none without questions here."""
        module = self.shell.module
        if self.person is None or self.progress is None or module is None:
            return None
        return attempt_state(self.person, module.activity_key, run=self.progress.run)

    @cached_property
    def test(self) -> LearnerTest | None:
        """The test with the answers that stand, in the version on which the attempt started."""
        module = self.shell.module
        if self.shell.test is None or self.person is None or self.state is None or module is None:
            return None
        version_id = self.state.version_id or module.version_id
        is_current = version_id == module.version_id
        frozen = self.shell.test if is_current else read_test(version_id or 0)
        if frozen is None:
            return None
        return build_test(frozen, self.state, person=self.person, version_id=version_id)

    @property
    def is_older_version(self) -> bool:
        """Tell whether the attempt started before an editor changed the module."""
        module = self.shell.module
        if self.test is None or module is None or self.test.version_id == module.version_id:
            return False
        return self.test.frozen != self.shell.test

    @property
    def done_elsewhere(self) -> bool:
        """Tell whether there is nothing to answer: done without an attempt in this round."""
        is_new = self.state is not None and self.state.status == AttemptStatus.NEW
        return is_new and self.is_module_done

    @cached_property
    def slots(self) -> list[tuple[Part, tuple[Card, ...]]]:
        """The pieces of the page, with the cards of the questions that have their place there."""
        if not self.shell.has_questions or self.test is None or self.done_elsewhere:
            return [(part, ()) for part in self.shell.parts]
        found = place_cards(self.shell.parts, self.test, same_version=not self.is_older_version)
        return [(part, tuple(self._chosen(card) for card in cards)) for part, cards in found]

    def _chosen(self, card: Card) -> Card:
        """Put back what was chosen but not taken."""
        mine = self.card is not None and self.card.question.key == card.question.key
        return self.card if mine and self.card is not None else card

    def shown_card(self, key: str) -> Card | None:
        """Return the card of a question as it stands on this page."""
        cards = (card for _part, cards in self.slots for card in cards)
        return next((card for card in cards if card.question.key == key), None)

    def card_after(self, card: Card) -> Card | None:
        """Return the question that comes right after a card on this page."""
        for _part, cards in self.slots:
            for this, following in pairwise(cards):
                if this == card:
                    return following
        return None

    @property
    def shows_result(self) -> bool:
        """Tell whether this page shows how the test went."""
        return self.shell.has_questions and self.test is not None and self.test.is_finished

    @property
    def offers_finish(self) -> bool:
        """Tell whether this page ends with the button that finishes a module without a test."""
        ends_here = self.shell.is_last_of_module and self.shell.test is None
        return ends_here and self.person is not None and not self.is_module_done

    @property
    def is_module_done(self) -> bool:
        """Tell whether the module of this page is done in this round."""
        return self.module_progress is not None and self.module_progress.is_done

    @cached_property
    def outline(self) -> list[OutlineModule]:
        """The modules of the course with their ticks."""
        modules = self.shell.course.modules if self.shell.course else ()
        return [
            OutlineModule(
                number=number,
                entry=entry,
                status=self._status(entry),
                is_current=entry.key == self.shell.module_key,
            )
            for number, entry in enumerate(modules, start=1)
        ]

    def _status(self, entry: ModuleEntry) -> ModuleStatus:
        module = self.progress.module(entry.key) if self.progress else None
        return module.status if module else ModuleStatus.TODO

    @cached_property
    def outline_list(self) -> SafeString:
        """The outline as HTML: it stands on the page twice, for a small and for a wide screen."""
        context = {"learning": self, "shell": self.shell}
        return render_to_string("lms/partials/outline_list.html", context)

    @property
    def done_count(self) -> int:
        """How many modules are done."""
        return sum(module.is_done for module in self.outline)

    @property
    def minutes_left(self) -> int:
        """How many minutes the modules take that are not done."""
        return sum(m.entry.minutes or 0 for m in self.outline if not m.is_done)

    @property
    def previous(self) -> PageLink | None:
        """The page before this one."""
        return self.shell.neighbours[0]

    @property
    def next(self) -> PageLink | None:
        """The page after this one."""
        return self.shell.neighbours[1]

    @property
    def next_module(self) -> OutlineModule | None:
        """The first module after this one that is not done, else the first of all."""
        todo = [module for module in self.outline if not module.is_done]
        later = [module for module in todo if module.number > self.shell.number]
        return next(iter(later or todo), None)

    @property
    def continue_url(self) -> str:
        """Where "Start" or "Go on" leads to."""
        if self.progress and self.progress.resume:
            return in_language(self.progress.resume.url)
        entry = next((m.entry for m in self.outline if not m.is_done), None)
        return entry.page.url if entry else ""

    @property
    def continue_title(self) -> str:
        """The title of the page that "Start" or "Go on" leads to."""
        if self.progress and self.progress.resume:
            return self.progress.resume.title
        entry = next((m.entry for m in self.outline if not m.is_done), None)
        return entry.page.title if entry else ""

    @property
    def segment_now(self) -> int:
        """The piece of the bar that is marked as where somebody is."""
        here = self.shell.number or self.done_count + 1
        return here if here > self.done_count else 0

    @property
    def first_slot(self) -> Part | None:
        """The first place of test questions on this page."""
        return next((part for part in self.shell.parts if part.questions), None)

    @property
    def next_kind(self) -> str:
        """How much the button to the next page stands out: less while there is something to do."""
        waits = self.offers_finish or (self.shell.has_questions and not self.is_module_done)
        return "secondary" if waits or self.shell.is_last_of_module else "primary"

    @property
    def home_url(self) -> str:
        """The page with everything that somebody has to do."""
        return in_language(settings.LOGIN_REDIRECT_URL)

    @property
    def valid_year(self) -> int | None:
        """The year for which a yearly course now counts."""
        if self.progress is None or self.progress.done_on is None or self.spec is None:
            return None
        return self.progress.done_on.year if self.spec.repeats == "yearly" else None

    @cached_property
    def cards(self) -> Sequence[CourseCard]:
        """The courses of the catalogue; three queries for all of them."""
        specs = [get_course(course.key).spec for course in self.shell.catalogue]
        found: dict[str, CourseProgress] = {}
        if self.person is not None:
            today = clock.today(self.person.time_zone)
            found = courses_progress(self.person, specs, on=today)
        return [
            CourseCard(course=course, progress=found.get(course.key))
            for course in self.shell.catalogue
        ]

    @cached_property
    def local_parts(self) -> tuple[LocalPart, ...]:
        """What the person's own organisation adds below this module; one query."""
        course = self.shell.course
        if self.person is None or course is None or self.shell.kind != "module":
            return ()
        today = clock.today(self.person.time_zone)
        return parts_of_module(self.person, course.key, self.shell.module_key, on=today)

    @cached_property
    def local_lines(self) -> Sequence[LocalLine]:
        """What it adds to the modules of this course, each with where it stands; one query."""
        if self.person is None or self.shell.course is None:
            return ()
        today = clock.today(self.person.time_zone)
        titles = titles_of_course(self.person, self.shell.course.key, on=today)
        modules = {module.entry.key: module for module in self.outline}
        return [
            LocalLine.of(title, modules[title.module_key])
            for title in titles
            if title.module_key in modules
        ]

    @cached_property
    def handles_additions(self) -> bool:
        """Tell whether the person writes or approves what an organisation adds; one query."""
        return self.person is not None and ADDITIONS.is_handled_by(self.person)

    @property
    def saved(self) -> str:
        """When something was last saved, in words; empty when nothing was."""
        resume = self.progress.resume if self.progress else None
        moment = self.saved_at or (resume.saved_at if resume else None)
        return saved_text(moment, self.person) if moment and self.person else ""

    @property
    def owner(self) -> str:
        """A name for what is kept in this browser, so that the next person does not see it."""
        if self.person is None:
            return ""
        return salted_hmac("lms.browser", str(self.person.uuid)).hexdigest()[:16]

    @property
    def result(self) -> str:
        """How the test went, in one sentence or two."""
        if self.test is None:
            return ""
        values = {"count": self.test.state.correct, "size": self.test.size}
        score = ngettext(
            "%(count)d out of %(size)d right.", "%(count)d out of %(size)d right.", values["count"]
        )
        if self.test.is_passed:
            rest = _("You have passed this module.")
        elif self.test.frozen.draw is None:
            rest = _("You need %(needed)d. Try again; the answers then come in another order.")
        else:
            rest = _("You need %(needed)d. Try again; you then get other questions as well.")
        return f"{score % values} {rest % {'needed': self.test.needed}}"
