"""What can be found."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class Kind(TextChoices):
    """What was found; sources say so as a word. In the order in which equals stand."""

    HELP = "help", pgettext_lazy("kind of result", "Help")
    CONTACT = "contact", pgettext_lazy("kind of result", "Contact")
    CODE = "code", pgettext_lazy("kind of result", "Code of conduct")
    COURSE = "course", pgettext_lazy("kind of result", "Course")
    TOOL = "tool", pgettext_lazy("kind of result", "Tool")
    WORKSHOP = "workshop", pgettext_lazy("kind of result", "Workshop")
    KNOWLEDGE = "knowledge", pgettext_lazy("kind of result", "Knowledge")
    PRACTICE = "practice", pgettext_lazy("kind of result", "Good practice")
    PAGE = "page", pgettext_lazy("kind of result", "Page")


WORDS = {
    Kind.HELP: "hulp",
    Kind.CONTACT: "contact, contactpersoon",
    Kind.CODE: "gedragscode, regel",
    Kind.COURSE: "cursus, e-learning, elearning, module",
    Kind.TOOL: "gereedschap, tool, hulpmiddel",
    Kind.WORKSHOP: "workshop, training, bijeenkomst",
    Kind.KNOWLEDGE: "kennis, uitleg",
    Kind.PRACTICE: "goed voorbeeld, praktijkvoorbeeld",
    Kind.PAGE: "pagina",
}
"""By which words people ask for a kind: "workshop agressie"."""

ICONS = {
    Kind.HELP: "life-buoy",
    Kind.CONTACT: "circle-user",
    Kind.CODE: "scale",
    Kind.COURSE: "book-open",
    Kind.TOOL: "wrench",
    Kind.WORKSHOP: "users",
    Kind.KNOWLEDGE: "library",
    Kind.PRACTICE: "lightbulb",
    Kind.PAGE: "file-text",
}
