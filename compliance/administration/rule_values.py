"""Between a proposal and the values of its form, both ways."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from compliance.enums import CycleKind, Subject
from compliance.rules.audiences import HIRED, AudienceRule, Conditions
from compliance.rules.drafting import AcceptedRule, DraftContent, DraftRule
from core import clock
from core.dates import last_day, until_after
from lms.api import Activity, Assurance
from organisations.enums import UnitKind


def initial_of(content: DraftContent) -> dict[str, Any]:
    """Return the values of the fields for what a proposal says."""
    rule = content.rule
    audience, exclude = rule.audience, rule.audience.exclude
    return {
        "title": content.title,
        "key": content.key,
        "subject": content.subject,
        "note": content.note,
        "valid_from": content.valid_from,
        "valid_last": last_day(rule.valid_until),
        "activities": [one.activity for one in rule.accept],
        "min_contract_days": audience.min_contract_days or None,
        "min_contract_kinds": list(audience.min_contract_kinds),
        "started_from": audience.started_from,
        "started_last": last_day(audience.started_before),
        "team_kinds": list(audience.team_kinds),
        **{name: list(getattr(audience, name)) for name in Conditions.model_fields},
        **{f"exclude_{name}": list(getattr(exclude, name)) for name in Conditions.model_fields},
        **{
            name: getattr(rule, name)
            for name in (
                "needed", "not_same_as_last", "cycle_kind", "start_month", "due_day",
                "due_month", "sitting_due_on", "due_days", "newcomer_days", "grace_days",
            )
        },
    }  # fmt: skip


def empty_content() -> DraftContent:
    """Return what the form of a new requirement begins with."""
    return DraftContent(
        title="",
        note="",
        valid_from=clock.today() + timedelta(days=1),
        rule=DraftRule(audience=AudienceRule(min_contract_days=30)),
    )


def rule_from(data: Mapping[str, Any], accept: Iterable[AcceptedRule]) -> DraftRule:
    """Return the rule that these values say."""
    is_team, kind = data["subject"] == Subject.TEAM, CycleKind(data["cycle_kind"])
    return DraftRule(
        audience=AudienceRule(
            **_conditions(data, ""),
            min_contract_days=0 if is_team else data["min_contract_days"] or 0,
            min_contract_kinds=tuple(data["min_contract_kinds"]) or HIRED,
            started_from=None if is_team else data["started_from"],
            started_before=None if is_team else until_after(data["started_last"]),
            team_kinds=tuple(data["team_kinds"]) or (UnitKind.TEAM.value,),
            exclude=Conditions(**_conditions(data, "exclude_")),
        ),
        accept=tuple(accept),
        needed=data["needed"],
        not_same_as_last=data["not_same_as_last"],
        cycle_kind=kind,
        start_month=data["start_month"] if kind == CycleKind.CALENDAR_YEAR else 1,
        due_month=data["due_month"],
        due_day=data["due_day"],
        sitting_due_on=data["sitting_due_on"] if kind == CycleKind.ONCE else None,
        due_days=data["due_days"],
        newcomer_days=data["newcomer_days"],
        grace_days=data["grace_days"],
        valid_until=until_after(data["valid_last"]),
    )


def content_from(data: Mapping[str, Any], rule: DraftRule) -> DraftContent:
    """Return the proposal that these values say."""
    return DraftContent(
        key=data["key"],
        title=data["title"],
        subject=data["subject"],
        note=data["note"],
        valid_from=data["valid_from"],
        rule=rule,
    )


def accepted_of(
    row: Activity, data: Mapping[str, Any], before: Mapping[str, AcceptedRule]
) -> AcceptedRule:
    """Return how an activity counts; what was not filled in stays what it was."""
    one = before.get(row.key, AcceptedRule(activity=row.key))
    return AcceptedRule(
        activity=row.key,
        minimum_assurance=Assurance(data.get(f"assurance-{row.pk}") or one.minimum_assurance),
        instead_of=data.get(f"instead-{row.pk}", one.instead_of) or None,
    )


def _conditions(data: Mapping[str, Any], prefix: str) -> dict[str, tuple[str, ...]]:
    names = ("units", "kinds", "roles", "function_groups")
    return {name: tuple(data[f"{prefix}{name}"]) for name in names}
