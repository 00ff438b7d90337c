"""Why an answer or a step was not taken. Each says what to do; nothing was written."""

from datetime import date

from django.utils.translation import gettext as _


class ProgressError(Exception):
    """Something in what was sent does not fit; `str()` is a sentence for the learner."""

    def __str__(self) -> str:
        return _("This could not be saved. Reload the page and try again.")


class UnknownModule(ProgressError):
    """The course has no such module, or it was never loaded."""

    def __str__(self) -> str:
        return _("This module no longer belongs to the course. Go back to the course page.")


class UnknownQuestion(ProgressError):
    """The question is not in this test, or not in this attempt."""

    def __str__(self) -> str:
        return _(
            "This question does not belong to this test, or the test has changed. "
            "Reload the page; the answers that you gave before are saved."
        )


class UnknownOption(ProgressError):
    """The answer is not one of the options."""

    def __str__(self) -> str:
        return _("This answer is not one of the options. Reload the page and choose again.")


class TooManyOptions(ProgressError):
    """Several options were sent for a question with one answer."""

    def __str__(self) -> str:
        return _("Choose one answer with this question.")


class NothingAnswered(ProgressError):
    """No option was chosen at all."""

    def __str__(self) -> str:
        return _("You have not chosen an answer yet. Choose an answer and save again.")


class StaleAttempt(ProgressError):
    """The form belongs to another attempt than the one that is open now."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number

    def __str__(self) -> str:
        return _(
            "You answered these questions on a page that is no longer up to date. "
            "Reload the page; the answers that you gave before are saved."
        )


class OtherVersion(ProgressError):
    """The attempt started on another version; show and grade that one (`version_id`)."""

    def __init__(self, version_id: int | None) -> None:
        super().__init__(version_id)
        self.version_id = version_id

    def __str__(self) -> str:
        return _(
            "The test has changed since you started. You finish the test with which you started. "
            "Reload the page; the answers that you gave before are saved."
        )


class OnlyForSittingStaff(ProgressError):
    """The course is the shorter form of another one, and the learner is new (GOR m12)."""

    def __str__(self) -> str:
        return _(
            "This short form is for who has worked for the Rijk for longer than a year, or did the "
            "whole course before. Do the whole course; you find it among all courses."
        )


class CourseAlreadyDone(ProgressError):
    """The course is done; a new round starts only when the learner asks for it."""

    def __init__(self, done_on: date) -> None:
        super().__init__(done_on)
        self.done_on = done_on

    def __str__(self) -> str:
        return _("You have already done this course. Choose 'Do the course again' to start anew.")


class ModuleAlreadyDone(ProgressError):
    """The module is done in this round; there is nothing to answer."""

    def __str__(self) -> str:
        return _("You have already done this module. You see it on the course page.")
