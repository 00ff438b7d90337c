"""What keeps a guide from being published, in sentences for who writes it."""

from collections import Counter
from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _

from core.content_files import suggest
from guidance.guide_tree import GuideTree, Outcome

MOST_ENDS = 150
"""More ways to an outcome make the page, on which every way stands, too long to read."""


def problems_of(tree: GuideTree, roles: Mapping[str, bool]) -> list[str]:
    """Return everything that is wrong with a guide, in whole sentences; nothing when it is whole.

    `roles` are the keys of the roles that help, with whether each also serves externals.
    """
    if not tree.questions:
        return [_("There is no question yet. Add the first one.")]
    problems = [*_doubles(tree), *_targets(tree), *_unfinished(tree), *_roles(tree, roles)]
    loops = list(_loops(tree))
    problems += loops
    problems += _unreachable(tree)
    if not problems:
        problems += _too_long(tree)
        problems += _nobody_for_externals(tree, roles)
    return problems


def _doubles(tree: GuideTree) -> Iterator[str]:
    keys = [one.key for one in tree.questions] + [one.key for one in tree.outcomes]
    for key, times in Counter(keys).items():
        if times > 1:
            yield _("The key '%(key)s' is used twice. Give each question and outcome its own.") % {
                "key": key
            }
    anchors = [answer.anchor for one in tree.questions for answer in one.answers if answer.anchor]
    anchors += [outcome.anchor for outcome in tree.outcomes]
    for anchor, times in Counter(anchors).items():
        if times > 1 and not _is_double_outcome(tree, anchor):
            yield _("The name for links '%(name)s' is used twice. Choose another one.") % {
                "name": anchor
            }


def _is_double_outcome(tree: GuideTree, anchor: str) -> bool:
    """Tell whether the same was already said of the key itself."""
    keys = {one.key for one in tree.outcomes if one.anchor == anchor}
    return len(keys) == 1 and all(
        answer.anchor != anchor for one in tree.questions for answer in one.answers
    )


def _targets(tree: GuideTree) -> Iterator[str]:
    for question in tree.questions:
        if not question.answers:
            yield _("Question '%(key)s' has no answers, so nobody gets further. Add answers.") % {
                "key": question.key
            }
        for answer in question.answers:
            if answer.leads_to not in tree.keys:
                yield _says(
                    _(
                        "In question '%(key)s' the answer '%(answer)s' leads to '%(to)s', which "
                        "does not exist."
                    )
                    % {"key": question.key, "answer": answer.text, "to": answer.leads_to},
                    answer.leads_to,
                    tree.keys,
                )
    for outcome in tree.outcomes:
        yield from _targets_of(outcome, tree)


def _targets_of(outcome: Outcome, tree: GuideTree) -> Iterator[str]:
    for further in outcome.further:
        if further.leads_to not in tree.keys:
            yield _says(
                _("Outcome '%(key)s' leads further to '%(to)s', which does not exist.")
                % {"key": outcome.key, "to": further.leads_to},
                further.leads_to,
                tree.keys,
            )
    if outcome.for_externals and outcome.for_externals not in tree.outcome_of:
        yield _says(
            _("Outcome '%(key)s' sends externals to outcome '%(to)s', which does not exist.")
            % {"key": outcome.key, "to": outcome.for_externals},
            outcome.for_externals,
            list(tree.outcome_of),
        )
    elif outcome.for_externals and tree.outcome_of[outcome.for_externals].for_externals:
        yield _(
            "Outcome '%(key)s' sends externals to '%(to)s', which sends them on. Name the last "
            "one at once."
        ) % {"key": outcome.key, "to": outcome.for_externals}


def _says(sentence: str, name: str, known: list[str]) -> str:
    return f"{sentence} {suggest(name, known)}".strip()


def _unfinished(tree: GuideTree) -> Iterator[str]:
    for outcome in tree.outcomes:
        at = {"key": outcome.key}
        if not outcome.owner.strip():
            yield _("Outcome '%(key)s' has no owner. Fill in who keeps it right.") % at
        if outcome.review_on is None:
            yield _("Outcome '%(key)s' has no review date. Fill in when it is read again.") % at
        if not outcome.helpers:
            yield _("Outcome '%(key)s' names nobody who helps. Add at least one role.") % at


def _roles(tree: GuideTree, roles: Mapping[str, bool]) -> Iterator[str]:
    for outcome in tree.outcomes:
        for helper in outcome.helpers:
            if not (helper.role or helper.name):
                yield _("Outcome '%(key)s' has somebody without a role and without a name.") % {
                    "key": outcome.key
                }
            if helper.role and helper.role not in roles:
                yield _says(
                    _("Outcome '%(key)s' names the role '%(role)s', which does not exist.")
                    % {"key": outcome.key, "role": helper.role},
                    helper.role,
                    list(roles),
                )


def _loops(tree: GuideTree) -> Iterator[str]:
    """Name every loop once, by the questions in it."""
    done: set[str] = set()

    def walk(key: str, above: tuple[str, ...]) -> Iterator[str]:
        if key in above:
            loop = [*above[above.index(key) :], key]
            yield _("These questions go round in a circle: %(loop)s. Let one lead elsewhere.") % {
                "loop": " → ".join(loop)
            }
        elif key in tree.question_of and key not in done:
            targets = dict.fromkeys(one.leads_to for one in tree.question_of[key].answers)
            for target in targets:
                yield from walk(target, (*above, key))
            done.add(key)

    for question in tree.questions:
        yield from walk(question.key, ())


def _unreachable(tree: GuideTree) -> Iterator[str]:
    reached = {tree.questions[0].key}
    waiting = [tree.questions[0].key]
    while waiting:
        for target in _next_of(tree, waiting.pop()):
            if target not in reached:
                reached.add(target)
                waiting.append(target)
    for question in tree.questions:
        if question.key not in reached:
            yield _("No answer leads to question '%(key)s'. Let one lead to it, or delete it.") % {
                "key": question.key
            }
    ends = {outcome.key for outcome, _is_external in tree.ends()}
    for outcome in tree.outcomes:
        if outcome.key not in ends:
            yield _(
                "Nobody can get to outcome '%(key)s'. Let an answer lead to it, or delete it."
            ) % {"key": outcome.key}


def _next_of(tree: GuideTree, key: str) -> list[str]:
    question = tree.question_of.get(key)
    return [answer.leads_to for answer in question.answers] if question else []


def _too_long(tree: GuideTree) -> Iterator[str]:
    """Count the ways to an outcome: the page holds each. Only for a tree without loops."""
    counted: dict[str, int] = {}

    def ways(key: str) -> int:
        question = tree.question_of.get(key)
        if question is None:
            return 1
        if key not in counted:
            counted[key] = sum(ways(answer.leads_to) for answer in question.answers)
        return counted[key]

    found = ways(tree.questions[0].key)
    if found > MOST_ENDS:
        yield _(
            "There are %(found)d ways through the guide; at most %(most)d fit on one page. Leave "
            "out a question, or join answers."
        ) % {"found": found, "most": MOST_ENDS}


def _nobody_for_externals(tree: GuideTree, roles: Mapping[str, bool]) -> Iterator[str]:
    for outcome, is_external in sorted(tree.ends(), key=lambda end: end[0].key):
        helps = [not helper.role or roles[helper.role] for helper in outcome.helpers]
        if is_external and not any(helps):
            yield _(
                "At outcome '%(key)s' nobody is left for externals. Add a role that helps them "
                "too, or name another outcome for them."
            ) % {"key": outcome.key}
