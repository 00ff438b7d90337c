"""Tools that somebody keeps at hand. Nobody but that person ever sees which."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core import clock


class Favourite(models.Model):
    """A tool that somebody keeps; it goes with the person and with the tool."""

    person = models.ForeignKey(
        "organisations.Person",
        verbose_name=_("person"),
        on_delete=models.CASCADE,
        related_name="favourite_tools",
    )
    tool = models.ForeignKey(
        "toolbox.ToolPage",
        verbose_name=_("tool"),
        on_delete=models.CASCADE,
        related_name="favourites",
    )
    kept_at = models.DateTimeField(_("kept since"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("favourite")
        verbose_name_plural = _("favourites")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["person", "tool"], name="favourite_tool_once")
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.tool_id}"
