"""A later edition of the code of conduct for the demo, made up: it gives a change to read."""

from dataclasses import dataclass
from datetime import date

from gir.models import ArticlePage, Edition, EditionPage
from lms.api import ChangeClass

CODE = "demo-2026"
TITLE = "Gedragscode Integriteit Rijk (verzonnen editie van de demo)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Addition:
    """A sentence that the edition adds to the rule of an article, and why."""

    rule: str
    why: str


ADDED = {
    "4-5": Addition(
        rule="Bespreek nevenwerk elk jaar in het goede gesprek, ook als er niets is veranderd.",
        why="Nevenwerk verandert vaak. Daarom praat je er voortaan elk jaar over.",
    ),
    "5-3": Addition(
        rule="Noem in je profiel op sociale media niet welk dossier je doet.",
        why="Zo kunnen anderen je minder makkelijk onder druk zetten.",
    ),
}


def publish_edition(*, on: date, summary: str) -> bool:
    """Publish the texts in force with what is added, as editors do; tell whether it is new.

    Without a code that was loaded there is nothing to change.
    """
    current = Edition.objects.in_force_on(on).first()
    if current is None or Edition.objects.filter(code=CODE).exists():
        return False
    before = EditionPage.objects.get(pk=current.page_id)
    page = before.copy(
        recursive=True,
        keep_live=False,
        copy_revisions=False,
        update_attrs={
            "title": TITLE,
            "slug": CODE,
            "code": CODE,
            "stcrt_ref": "",
            "official_url": "",
            "valid_from": on,
            "change_class": ChangeClass.NORMATIVE,
            "summary": summary,
        },
    )
    for article in ArticlePage.objects.child_of(page):
        addition = ADDED.get(article.key)
        article.change_note = addition.why if addition else ""
        if addition:
            article.rule += f"<p>{addition.rule}</p>"
        article.save_revision()
    page.save_revision().publish()
    return True
