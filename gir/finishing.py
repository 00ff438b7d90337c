"""What happens when the last step of a workflow is taken.

Wagtail reads this while its own models load, so nothing of the site can be imported here.
"""

from typing import Any


def publish_approved(workflow_state: Any, user: Any = None) -> None:
    """Publish what was approved, in the name of who took the last step.

    Where nobody publishes by hand, as with the code of conduct, the workflow itself gives the
    right.
    """
    target = workflow_state.content_object
    kind = getattr(target, "specific_class", None) or type(target)
    target.get_latest_revision().publish(
        user=user, skip_permission_checks=getattr(kind, "published_by_workflow", False)
    )
