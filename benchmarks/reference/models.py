"""R1 is a bare Wagtail page; R2 writes one row for a signed-in visitor."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from wagtail.models import Page


class BarePage(Page):
    """A page of three lines, served as Wagtail serves pages."""

    template = "reference/bare_page.html"
    parent_page_types: ClassVar = ["home.HomePage"]


class Tally(models.Model):
    """How often somebody posted."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    number = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.user_id}: {self.number}"
