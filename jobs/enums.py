"""The states of a job."""

from django.db import models
from django.utils.translation import pgettext_lazy


class RunState(models.TextChoices):
    """How far a job is. `dead` waits for a person; the others need nobody."""

    WAITING = "waiting", pgettext_lazy("job", "waiting")
    RUNNING = "running", pgettext_lazy("job", "running")
    DONE = "done", pgettext_lazy("job", "done")
    DEAD = "dead", pgettext_lazy("job", "failed")
    REPLACED = "replaced", pgettext_lazy("job", "replaced by a newer one")
