"""The guide as a reader sees it: every way through it, with who helps at the end of each.

The whole tree is on the page, as questions within answers. So the browser can show one step at a
time without asking anything, and without JavaScript the same can be folded open.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Max
from django.utils.module_loading import import_string

from guidance.guide_tree import Answer, GuideTree, Helper, Outcome, Question
from guidance.models import GuidePage, HelpRole
from guidance.navigation import role_address
from guidance.reports.contacts import ContactCard, contacts_by_role
from guidance.reports.leaders import Leader

MOST_CONTACTS = 2
"""So many stand at an outcome; the page of the role has them all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HelperView:
    """Who helps; without `role` it is somebody who has none, such as a colleague."""

    name: str
    text: str
    role: HelpRole | None
    address: str
    only_civil_servants: bool
    contacts: tuple[ContactCard, ...]
    has_more: bool
    leaders: tuple[Leader, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FurtherView:
    """A way on. Without JavaScript one is told what to choose: `question` and `answer`."""

    text: str
    leads_to: str
    question: str
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeView:
    """An outcome with everything that a reader sees of it."""

    outcome: Outcome
    helpers: tuple[HelperView, ...]
    links: tuple[tuple[str, str], ...]
    further: tuple[FurtherView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EndNode:
    """An outcome at one place in the tree; `anchor` only at the first."""

    view: OutcomeView
    anchor: str

    @property
    def key(self) -> str:
        """The key of the outcome."""
        return self.view.outcome.key


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """An answer, and what stands behind it."""

    answer: Answer
    anchor: str
    question: "QuestionNode | None"
    end: EndNode | None


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionNode:
    """A question at one place in the tree; `left` is the most steps that can follow."""

    question: Question
    choices: tuple[Choice, ...]
    left: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Leading:
    """Who leads the reader, by the key of the role."""

    manager: tuple[Leader, ...] = ()
    next_higher: tuple[Leader, ...] = ()

    def of(self, role: str) -> tuple[Leader, ...]:
        """Return who it is for the reader; nobody for other roles."""
        found = {"leidinggevende": self.manager, "naast-hogere-leidinggevende": self.next_higher}
        return found.get(role, ())


@dataclass(frozen=True, kw_only=True)
class _Around:
    """What the outcomes need to know besides their own text."""

    tree: GuideTree
    roles: Mapping[str, HelpRole]
    contacts: Mapping[str, tuple[ContactCard, ...]]
    links: Mapping[str, str]
    leading: Leading
    ways: Mapping[str, tuple[Question, Answer]]


def published_guide() -> GuidePage | None:
    """Return the guide that readers see; None when there is none yet."""
    found: GuidePage | None = GuidePage.objects.live().order_by("path").first()
    return found


def guide_version(page: GuidePage | None) -> str:
    """Return what differs as soon as the guide, a role or the day may read differently."""
    roles = HelpRole.objects.filter(live=True).aggregate(newest=Max("latest_revision_id"))
    return f"{page.live_revision_id if page else 0}-{roles['newest'] or 0}"


def guide_tree_view(
    page: GuidePage,
    *,
    unit_ids: Collection[int] = (),
    public_only: bool,
    leading: Leading | None = None,
) -> QuestionNode | None:
    """Return the guide from its first question; None when it has none.

    The number of questions to the database does not depend on the size of the guide.
    """
    tree = page.tree
    if not tree.questions:
        return None
    keys = {helper.role for outcome in tree.outcomes for helper in outcome.helpers if helper.role}
    codes = {tool.code for outcome in tree.outcomes for tool in outcome.tools if tool.code}
    around = _Around(
        tree=tree,
        roles={role.key: role for role in HelpRole.objects.filter(key__in=keys, live=True)},
        contacts=contacts_by_role(unit_ids=unit_ids, roles=keys, public_only=public_only),
        links=_tool_addresses(codes),
        leading=leading or Leading(),
        ways=_ways(tree),
    )
    return _Grower(around).question(tree.questions[0], is_external=False, above=())


def outcomes_of(page: GuidePage) -> Iterator[Outcome]:
    """Yield the outcomes of a guide, in the order of the editor."""
    yield from page.tree.outcomes


class _Grower:
    """Grows the tree; an outcome that can be reached in more ways is put together once."""

    def __init__(self, around: _Around) -> None:
        self._around = around
        self._views: dict[tuple[str, bool], OutcomeView] = {}
        self._anchors: set[str] = set()

    def question(
        self, question: Question, *, is_external: bool, above: tuple[str, ...]
    ) -> QuestionNode:
        """Return a question with everything behind it; what leads nowhere is left out."""
        path = (*above, question.key)
        choices = tuple(
            choice
            for answer in question.answers
            if (choice := self._choice(answer, is_external=is_external, above=path))
        )
        left = max((1 + one.question.left for one in choices if one.question), default=0)
        return QuestionNode(question=question, choices=choices, left=left)

    def _choice(
        self, answer: Answer, *, is_external: bool, above: tuple[str, ...]
    ) -> Choice | None:
        tree, is_external = self._around.tree, is_external or answer.is_external
        anchor = self._once(answer.anchor)
        question = tree.question_of.get(answer.leads_to)
        if question is not None and question.key not in above:
            node = self.question(question, is_external=is_external, above=above)
            return Choice(answer=answer, anchor=anchor, question=node, end=None)
        outcome = tree.outcome_of.get(answer.leads_to)
        if outcome is None:
            return None
        end = self._end(tree.outcome_for(outcome, is_external=is_external), is_external)
        return Choice(answer=answer, anchor=anchor, question=None, end=end)

    def _end(self, outcome: Outcome, is_external: bool) -> EndNode:  # noqa: FBT001
        """Return an outcome; the same one for externals when nobody is left out for them."""
        place = (outcome.key, is_external and self._leaves_out(outcome))
        if place not in self._views:
            self._views[place] = _outcome_view(outcome, self._around, is_external=place[1])
        return EndNode(view=self._views[place], anchor=self._once(outcome.anchor))

    def _leaves_out(self, outcome: Outcome) -> bool:
        roles = (self._around.roles.get(helper.role) for helper in outcome.helpers)
        return any(role is not None and not role.serves_externals for role in roles)

    def _once(self, anchor: str) -> str:
        """Return a name for links the first time only: a page has each once."""
        if anchor in self._anchors:
            return ""
        self._anchors.add(anchor)
        return anchor


def _outcome_view(outcome: Outcome, around: _Around, *, is_external: bool) -> OutcomeView:
    helpers = (_helper_view(one, around, is_external=is_external) for one in outcome.helpers)
    links = ((tool.text, around.links.get(tool.code) or tool.path) for tool in outcome.tools)
    return OutcomeView(
        outcome=outcome,
        helpers=tuple(one for one in helpers if one),
        links=tuple((text, address) for text, address in links if address),
        further=tuple(
            FurtherView(
                text=one.text,
                leads_to=one.leads_to,
                question=around.ways[one.leads_to][0].text,
                answer=around.ways[one.leads_to][1].text,
            )
            for one in outcome.further
            if one.leads_to in around.ways
        ),
    )


def _helper_view(helper: Helper, around: _Around, *, is_external: bool) -> HelperView | None:
    role = around.roles.get(helper.role)
    if role is None and not helper.name:
        return None  # a role that was taken down
    if role is not None and is_external and not role.serves_externals:
        return None
    contacts = around.contacts.get(helper.role, ())
    return HelperView(
        name=helper.name or (role.name if role else ""),
        text=helper.text or (role.who_is_it if role else ""),
        role=role,
        address=role_address(role.key) if role else "",
        only_civil_servants=role is not None and not role.serves_externals,
        contacts=contacts[:MOST_CONTACTS],
        has_more=len(contacts) > MOST_CONTACTS,
        leaders=around.leading.of(helper.role),
    )


def _ways(tree: GuideTree) -> Mapping[str, tuple[Question, Answer]]:
    """Return for each question and outcome the first answer that leads to it."""
    found: dict[str, tuple[Question, Answer]] = {}
    for question in tree.questions:
        for answer in question.answers:
            found.setdefault(answer.leads_to, (question, answer))
    return found


def _tool_addresses(codes: Collection[str]) -> Mapping[str, str]:
    """Return where tools stand; which app has them is said by a setting."""
    name = settings.GUIDANCE_TOOL_RESOLVER
    if not name or not codes:
        return {}
    found: Mapping[str, str] = import_string(name)(codes)
    return found
