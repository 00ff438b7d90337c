"""Keeping the outcome of a check of the ledger, and telling who guards it."""

from itertools import islice

import structlog
from django.conf import settings
from django.core.mail import send_mail
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lms.completions.heads import heads_file
from lms.completions.seal_models import LedgerCheck, LedgerSeal
from lms.completions.verifying import Verdict, verify

logger = structlog.get_logger(__name__)

KEPT = 20
"""So many sentences are kept of a check; the number is always that of all."""


def check_ledger() -> LedgerCheck:
    """Hold the ledger against its seals and the file; keep the outcome, mail it when it is bad."""
    verdict = Verdict()
    findings = verify(verdict, path=heads_file())
    sentences = list(islice(findings, KEPT))
    problems = len(sentences) + sum(1 for _rest in findings)
    check = LedgerCheck.objects.create(
        batches=verdict.batches,
        rows=verdict.rows,
        waiting=verdict.waiting,
        with_file=verdict.with_file,
        problems=problems,
        sentences=sentences,
    )
    event = logger.error if problems else logger.info
    event("ledger checked", check=check.pk, rows=verdict.rows, problems=problems)
    if problems:
        _mail(_("The ledger differs from its seals"), "\n".join(sentences))
    return check


def mail_head() -> str:
    """Mail the head of the chain to whoever keeps it; return what was done."""
    seal = LedgerSeal.objects.order_by("-number").first()
    if seal is None or not settings.LEDGER_MAIL_TO:
        return "nothing to mail"
    _mail(
        _("Head of the ledger"),
        f"{seal.number} {timezone.localtime(seal.sealed_at):%Y-%m-%d %H:%M} {seal.head}",
    )
    return f"batch {seal.number}"


def outcome(check: LedgerCheck) -> str:
    """Say in a sentence what a check found."""
    if not check.problems:
        return _("The ledger is as it was sealed.")
    return ngettext(
        "%(n)d deviation: somebody must look at this.",
        "%(n)d deviations: somebody must look at this.",
        check.problems,
    ) % {"n": check.problems}


def _mail(subject: str, text: str) -> None:
    if not settings.LEDGER_MAIL_TO:
        return
    intro = _("Keep this message: it shows later that nothing was changed.")
    send_mail(f"Kompas: {subject}", f"{intro}\n\n{text}\n", None, [settings.LEDGER_MAIL_TO])
