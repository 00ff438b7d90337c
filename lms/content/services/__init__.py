"""What happens when content changes: files are loaded, versions made, pages read anew."""

from lms.content.services.loading import Loaded, content_folder, load_course
from lms.content.services.versions import (
    content_changed,
    renew_course,
    renewed_once,
    stamp_changed,
)

__all__ = [
    "Loaded",
    "content_changed",
    "content_folder",
    "load_course",
    "renew_course",
    "renewed_once",
    "stamp_changed",
]
