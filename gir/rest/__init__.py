"""The REST API on the code of conduct, for intranets: articles on a day, changes and editions.

Nobody is in it, so it is open to all when the organisation says so, and to keys that may read it.
"""

from ninja import Router

from gir.rest import articles, changes, editions
from gir.rest.asking import CodeAuth

router = Router(auth=CodeAuth(), tags=["Gedragscode"])
for part in (editions, articles, changes):
    router.add_router("", part.router)

__all__ = ["router"]
