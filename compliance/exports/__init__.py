"""Files that are made by a job: asked for, built, fetched and deleted again.

`request_export` is the way in for every page that offers a file.
"""

from compliance.exports.services import request_export

__all__ = ["request_export"]
