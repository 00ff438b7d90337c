"""Takes one answer from a form, also from a form that is older than the page.

A form carries the version and the number of the attempt with which it was shown. An answer counts
only for the question as somebody read it.
"""

from http import HTTPStatus

from django.http import QueryDict
from django.utils.translation import gettext as _

from lms.completions.models import ActivityVersion
from lms.content.cards import Card, choose
from lms.content.frozen import FrozenTest
from lms.content.learning import Learning
from lms.content.reports import read_test
from lms.progress.errors import (
    NothingAnswered,
    OtherVersion,
    ProgressError,
    TooManyOptions,
    UnknownOption,
)
from lms.progress.reports import AttemptState
from lms.progress.services import submit_answers


class Refused(Exception):
    """An answer was not taken. `error` belongs to the question, `notice` to the page."""

    def __init__(
        self, *, status: int = HTTPStatus.CONFLICT, error: str = "", notice: str = ""
    ) -> None:
        super().__init__(error or notice)
        self.status = status
        self.error = error
        self.notice = notice

    def card_for(self, learning: Learning, data: QueryDict) -> Card | None:
        """Return the question to show: the same one with the choice, else the one to do now."""
        test = learning.test
        if test is None or learning.done_elsewhere:
            return None
        card = test.card(data.get("question", ""))
        if card is not None and not card.is_answered:
            chosen = data.getlist("option")
            return choose(card, chosen, error=self.error, notice=self.notice)
        current = test.first_open
        return choose(current, (), notice=self.notice) if current else None


def take_answer(learning: Learning, data: QueryDict) -> None:
    """Store and grade the answer in a form, and let `learning` go on from there."""
    key = data.get("question", "")
    chosen = [option for option in data.getlist("option") if option]
    version_id = _number(data.get("version"))
    frozen, version_id = _asked_test(learning, key, version_id)
    if frozen.question(key) is None:
        raise Refused(
            status=HTTPStatus.BAD_REQUEST,
            notice=_("This question does not belong to this test. This is the question to do now."),
        )
    if not chosen:
        raise Refused(status=HTTPStatus.UNPROCESSABLE_ENTITY, error=_("Choose an answer first."))
    number = _number(data.get("attempt"))
    try:
        state = _submit(learning, frozen, version_id, number, {key: chosen})
    except OtherVersion as other:
        # The attempt that is open started before the editor's change.
        older = read_test(other.version_id or 0)
        if older is None or older.question(key) != frozen.question(key):
            raise Refused(notice=_stale()) from other
        state = _submit(learning, older, other.version_id, number, {key: chosen})
    learning.renew(state)


def known_version(version_id: int | None) -> ActivityVersion | None:
    """Return a version by its id, without asking the database what else it holds."""
    return ActivityVersion(pk=version_id) if version_id else None


def _asked_test(
    learning: Learning, key: str, version_id: int | None
) -> tuple[FrozenTest, int | None]:
    """Return the test for which a form counts: that of the open attempt, else the current one."""
    module = learning.shell.module
    current = learning.shell.test
    if module is not None and current is not None and version_id == module.version_id:
        return current, version_id
    older = read_test(version_id or 0)
    if older is not None and learning.state and learning.state.version_id == version_id:
        return older, version_id
    same = (
        older is not None and current is not None and older.question(key) == current.question(key)
    )
    if module is None or current is None or not same:
        raise Refused(notice=_stale())
    return current, module.version_id


def _submit(
    learning: Learning,
    frozen: FrozenTest,
    version_id: int | None,
    number: int | None,
    answers: dict[str, list[str]],
) -> AttemptState:
    module = learning.shell.module
    if learning.person is None or learning.spec is None or module is None:
        raise Refused(status=HTTPStatus.BAD_REQUEST)
    try:
        return submit_answers(
            person=learning.person,
            course=learning.spec,
            module_key=module.key,
            version=known_version(version_id),
            test=frozen.to_module_test(),
            answers=answers,
            attempt_number=number,
        )
    except OtherVersion:
        raise
    except NothingAnswered as error:
        raise Refused(status=HTTPStatus.UNPROCESSABLE_ENTITY, error=str(error)) from error
    except (UnknownOption, TooManyOptions) as error:
        raise Refused(status=HTTPStatus.BAD_REQUEST, error=str(error)) from error
    except ProgressError as error:
        raise Refused(notice=str(error)) from error


def _stale() -> str:
    return _(
        "The test has changed since you opened this page. This is the question as it is now. "
        "What you answered before is saved."
    )


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdigit() else None
