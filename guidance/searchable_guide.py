"""What can be found of the guide: the guide itself, its outcomes and its words."""

from collections.abc import Iterator

from django.template.defaultfilters import striptags

from core.searching import Gate, SearchDocument
from guidance.guide_tree import GuideTree, Outcome
from guidance.reports.guide import published_guide

KIND = "help"
_PATH = "/hulp/"
_WORDS = (
    "hulp melden meldpunt melding wegwijzer meldwegwijzer waar kan ik terecht klacht misstand "
    "noodgeval 112"
)


def documents() -> Iterator[SearchDocument]:
    """Yield the guide and each of its outcomes; everybody may find them."""
    page = published_guide()
    if page is None:
        return
    tree = page.tree
    words = " ".join(f"{block.value['term']}: {block.value['meaning']}" for block in page.words)
    yield SearchDocument(
        kind=KIND,
        key="wegwijzer",
        title=page.title,
        text=f"{page.promise} {striptags(page.intro)} {words}",
        path=_PATH,
        keywords=_WORDS,
        gate=Gate.PUBLIC,
    )
    for outcome in tree.outcomes:
        yield SearchDocument(
            kind=KIND,
            key=f"wegwijzer-{outcome.anchor}",
            title=outcome.title,
            text=_text(outcome),
            path=f"{_PATH}#{outcome.anchor}",
            keywords=_answers_to(outcome, tree),
            gate=Gate.PUBLIC,
        )


def _text(outcome: Outcome) -> str:
    parts = [outcome.intro, *(helper.text for helper in outcome.helpers)]
    parts += [outcome.confidentiality, outcome.what_next, outcome.tips]
    return " ".join(striptags(part) for part in parts if part)


def _answers_to(outcome: Outcome, tree: GuideTree) -> str:
    """Return the answers that lead here, in the words in which people say what is the matter."""
    keys = {outcome.key, *(one.key for one in tree.outcomes if one.for_externals == outcome.key)}
    near = [one for one in tree.questions if any(a.leads_to in keys for a in one.answers)]
    # The step before the last too: it says what it is about, this one what somebody wants.
    keys |= {question.key for question in near} - {tree.questions[0].key}
    return " ".join(
        dict.fromkeys(
            f"{answer.text} {answer.hint}".strip()
            for question in tree.questions
            for answer in question.answers
            if answer.leads_to in keys and not _is_fork(answer.leads_to, tree)
        )
    )


def _is_fork(key: str, tree: GuideTree) -> bool:
    """Tell whether more answers lead to a question, so that none says what it is about."""
    if key not in tree.question_of:
        return False
    return sum(a.leads_to == key for one in tree.questions for a in one.answers) > 1
