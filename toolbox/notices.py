"""The messages of the toolboxes."""

from toolbox.practice_notices import PRACTICE_NOTICES
from toolbox.review_notices import REVIEW_NOTICES
from toolbox.session_notices import SESSION_NOTICES

NOTICES = (*PRACTICE_NOTICES, *REVIEW_NOTICES, *SESSION_NOTICES)
