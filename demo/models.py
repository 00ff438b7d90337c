"""The mark that says: everything in this database was made up."""

from django.db import models

from core import clock


class DemoMarker(models.Model):
    """One row: the demo organisation was built here; `finished_at` when it is whole."""

    seed = models.IntegerField()
    persons = models.PositiveIntegerField()
    started_at = models.DateTimeField(default=clock.now)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "demo marker"

    def __str__(self) -> str:
        return f"demo {self.seed}"
