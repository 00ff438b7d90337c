"""What an app says must be read again by a day; `toolbox` lists it all for editors.

    # config/settings.py
    REVIEW_SOURCES = ["toolbox.reports.reviewing.tools_to_review"]

    def tools_to_review() -> Iterable[ReviewItem]: ...

A source leaves out what has no day.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewItem:
    """A text with the day by which somebody should have read it again.

    `kind` is what it is, in words. `owner` is the name of who looks after it, and `owner_id` their
    person; empty for nobody. `edit_url` is where an editor changes it. `why` replaces the day when
    something else is the matter, such as a link that is dead.
    """

    title: str
    kind: str
    review_on: date
    edit_url: str
    owner: str = ""
    owner_id: int | None = None
    why: str = ""


Source = Callable[[], Iterable[ReviewItem]]
