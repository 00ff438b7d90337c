"""A rule in words: what each part says, one summary of it, and what differs between two.

`text_of_audience` and `text_of_terms` have the words of the parts.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from compliance.enums import Subject
from compliance.rules import text_of_audience as for_whom
from compliance.rules import text_of_terms as terms
from compliance.rules.drafting import DraftRule
from compliance.rules.names import Names
from compliance.rules.phrases import capital
from core.dates import format_period


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One part of a rule: what it is about and what it says."""

    key: str
    label: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One part of a rule that became something else."""

    label: str
    before: str
    after: str


def lines(rule: DraftRule, *, subject: str, valid_from: date, names: Names) -> list[Line]:
    """Return every part of a rule in words, always all of them and in the same order."""
    parts: Sequence[tuple[str, str, str]] = (
        ("who", _("For whom"), capital(for_whom.who(rule.audience, subject=subject, names=names))),
        ("hired", _("Short contracts"), for_whom.short_contracts(rule.audience)),
        ("started", _("Start date"), for_whom.started(rule.audience)),
        ("not", _("Not for"), for_whom.excluded(rule.audience.exclude, names)),
        ("what", _("What counts"), capital(terms.task(rule, names))),
        ("again", _("The same as last time"), terms.again(rule)),
        ("often", _("How often"), terms.often(rule)),
        ("due", _("Due on"), terms.due(rule)),
        ("new", _("Newcomers"), terms.newcomers(rule)),
        ("grace", _("Days of grace"), terms.grace(rule)),
        ("from", _("Days of this rule"), format_period(valid_from, rule.valid_until)),
    )
    return [Line(key=key, label=label, text=text) for key, label, text in parts]


def differences(before: Iterable[Line], after: Iterable[Line]) -> list[Difference]:
    """Return the parts that say something else."""
    old = {line.key: line.text for line in before}
    return [
        Difference(label=line.label, before=old.get(line.key, ""), after=line.text)
        for line in after
        if old.get(line.key) != line.text
    ]


def summary(rule: DraftRule, *, subject: str, names: Names) -> list[str]:
    """Return the rule in a few sentences, as somebody would tell a colleague."""
    values = {
        "who": capital(for_whom.who(rule.audience, subject=subject, names=names)),
        "what": terms.task(rule, names),
        "when": terms.when(rule),
    }
    # Kinds of people are many; everybody and every team are one.
    many = subject != Subject.TEAM and rule.audience.kinds
    plural, single = _("%(who)s do %(when)s: %(what)s."), _("%(who)s does %(when)s: %(what)s.")
    sentences = [(plural if many else single) % values]
    if rule.audience.min_contract_days:
        sentences.append(for_whom.short_contracts(rule.audience))
    if started := for_whom.started(rule.audience):
        sentences.append(started)
    if excluded := for_whom.excluded(rule.audience.exclude, names):
        sentences.append(_("Not for: %(who)s.") % {"who": excluded})
    if rule.not_same_as_last:
        sentences.append(terms.again(rule))
    sentences.append(terms.newcomers(rule))
    if rule.grace_days:
        sentences.append(terms.grace(rule))
    return sentences
