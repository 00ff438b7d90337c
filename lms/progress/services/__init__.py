"""What a learner does: answer, finish, start anew, go back to where they were.

One transaction each, at the outermost: an answer that is acknowledged is stored, and a module that
is acknowledged as done is in the ledger. Sending the same thing twice changes nothing.
"""

from lms.progress.services.answering import start_new_attempt, submit_answers
from lms.progress.services.finishing import ModuleFinished, finish_module, start_new_run
from lms.progress.services.positions import save_position

__all__ = [
    "ModuleFinished",
    "finish_module",
    "save_position",
    "start_new_attempt",
    "start_new_run",
    "submit_answers",
]
