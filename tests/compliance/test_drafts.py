"""A rule is proposed by one person and approved by another; every step is kept."""

from dataclasses import replace

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from compliance.enums import CycleKind, DraftEventKind, DraftState
from compliance.errors import (
    CommentMissing,
    CycleKindChanged,
    DraftChanged,
    DraftOpenAlready,
    DraftSettled,
    DraftUnfinished,
    EmptyAudience,
    KeyTaken,
    NothingAccepted,
    OwnProposal,
    RuleChangedMeanwhile,
    StartsInThePast,
)
from compliance.models import DraftEvent, Obligation, Requirement, RequirementDraft
from compliance.rules.audiences import AudienceRule, InvalidAudience
from compliance.rules.drafting import AcceptedRule, DraftContent, DraftRule, content_of, rule_of
from compliance.services import Accept, Terms, publish_version
from compliance.services.drafts import (
    change_draft,
    propose_draft,
    publish_draft,
    send_draft_back,
    start_draft,
    withdraw_draft,
)
from core import clock
from jobs.models import JobRun
from jobs.testing import run_jobs
from tests.compliance.story import activity_of, day, moment, obligations, person_from, yearly
from tests.factories.lms import ActivityFactory
from tests.factories.organisations import PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_a_day_in_november():
    with clock.at(moment("2026-11-22")):
        yield


@pytest.fixture
def somebody():
    with clock.at(moment("2020-01-01")):
        return person_from("2020-01-01")


@pytest.fixture
def content(somebody):
    return DraftContent(
        key="kennis",
        title="Kennis van de gedragscode",
        valid_from=day("2026-12-01"),
        note="Gevraagd door de Kamer",
        rule=DraftRule(accept=(AcceptedRule(activity=ActivityFactory(key="gir").key),)),
    )


@pytest.fixture
def proposer():
    return PersonFactory()


@pytest.fixture
def judge():
    return PersonFactory()


@pytest.fixture
def proposed(content, proposer):
    draft = start_draft(content=content, by=proposer)
    return propose_draft(draft=draft, revision=1, by=proposer)


def nothing_published():
    return not Requirement.objects.exists() and not JobRun.objects.exists()


def test_a_new_requirement_goes_from_draft_to_obligations(content, proposer, judge, somebody):
    draft = start_draft(content=content, by=proposer)
    assert (draft.state, draft.revision, nothing_published()) == (DraftState.DRAFT, 1, True)
    draft = propose_draft(draft=draft, revision=1, by=proposer)
    assert nothing_published()
    version = publish_draft(draft=draft, revision=1, by=judge)
    draft.refresh_from_db()
    assert (draft.state, draft.published, draft.decided_by) == (
        DraftState.PUBLISHED,
        version,
        judge,
    )
    assert (version.requirement.key, version.number) == ("kennis", 1)
    assert rule_of(version) == content.rule
    run_jobs()
    assert obligations(somebody).keys() == {"2026", "2027"}


def test_every_step_is_kept_with_what_it_said_then(content, proposer, judge):
    draft = start_draft(content=content, by=proposer)
    draft = propose_draft(draft=draft, revision=1, by=proposer)
    draft = send_draft_back(draft=draft, revision=1, by=judge, comment="Kortere titel")
    draft = change_draft(
        draft=draft, revision=1, content=replace(content, title="Kort"), by=proposer
    )
    draft = propose_draft(draft=draft, revision=2, by=proposer)
    publish_draft(draft=draft, revision=2, by=judge)
    events = list(draft.events.order_by("pk"))
    assert [(e.kind, e.actor, e.revision, e.content["title"]) for e in events] == [
        (DraftEventKind.MADE, proposer, 1, content.title),
        (DraftEventKind.PROPOSED, proposer, 1, content.title),
        (DraftEventKind.SENT_BACK, judge, 1, content.title),
        (DraftEventKind.CHANGED, proposer, 2, "Kort"),
        (DraftEventKind.PROPOSED, proposer, 2, "Kort"),
        (DraftEventKind.PUBLISHED, judge, 2, "Kort"),
    ]
    assert events[2].comment == "Kortere titel"
    assert content_of(draft).title == "Kort"


@pytest.mark.parametrize("change", ["update", "delete"])
def test_the_database_keeps_the_steps_as_they_were(proposed, change):
    steps = DraftEvent.objects.all()
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        steps.update(comment="x") if change == "update" else steps._raw_delete(using="default")


def test_nobody_judges_what_they_proposed(proposed, proposer):
    with pytest.raises(OwnProposal):
        publish_draft(draft=proposed, revision=1, by=proposer)
    with pytest.raises(OwnProposal):
        send_draft_back(draft=proposed, revision=1, by=proposer, comment="x")
    assert nothing_published()


def test_the_database_refuses_two_eyes_too(proposed, proposer):
    rows = RequirementDraft.objects.filter(pk=proposed.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(decided_by=proposer)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(state=DraftState.PUBLISHED)


def test_who_changed_it_may_judge_what_somebody_else_then_proposed(content, proposer, judge):
    draft = start_draft(content=content, by=judge)
    propose_draft(draft=draft, revision=1, by=proposer)
    assert publish_draft(draft=draft, revision=1, by=judge).number == 1


def test_two_editors_do_not_overwrite_each_other(content, proposer, judge):
    draft = start_draft(content=content, by=proposer)
    change_draft(draft=draft, revision=1, content=replace(content, title="Eerste"), by=proposer)
    with pytest.raises(DraftChanged):
        change_draft(draft=draft, revision=1, content=replace(content, title="Tweede"), by=judge)
    draft.refresh_from_db()
    assert (draft.title, draft.revision) == ("Eerste", 2)


def test_what_is_judged_stays_as_it_is(proposed, content, proposer):
    with pytest.raises(DraftSettled):
        change_draft(draft=proposed, revision=1, content=content, by=proposer)
    with pytest.raises(DraftSettled):
        propose_draft(draft=proposed, revision=1, by=proposer)


def test_sending_back_needs_a_comment(proposed, judge):
    with pytest.raises(CommentMissing):
        send_draft_back(draft=proposed, revision=1, by=judge, comment="  ")
    proposed.refresh_from_db()
    assert proposed.state == DraftState.PROPOSED


def test_what_is_withdrawn_or_published_is_over(content, proposer, judge):
    draft = start_draft(content=content, by=proposer)
    withdraw_draft(draft=draft, revision=1, by=proposer, comment="Toch niet")
    for step in (
        lambda: withdraw_draft(draft=draft, revision=1, by=proposer),
        lambda: publish_draft(draft=draft, revision=1, by=judge),
        lambda: propose_draft(draft=draft, revision=1, by=proposer),
    ):
        with pytest.raises(DraftSettled):
            step()
    again = start_draft(content=content, by=proposer)
    assert again.pk != draft.pk
    assert nothing_published()


def test_one_proposal_at_a_time(content, proposer, judge):
    start_draft(content=content, by=proposer)
    with pytest.raises(DraftOpenAlready):
        start_draft(content=content, by=judge)
    assert RequirementDraft.objects.count() == DraftEvent.objects.count() == 1


def test_a_key_names_one_requirement(content, proposer):
    yearly(requirement__key=content.key)
    with pytest.raises(KeyTaken):
        start_draft(content=content, by=proposer)
    assert not RequirementDraft.objects.exists()


def change_of(requirement, **fields):
    latest = requirement.versions.latest("valid_from")
    rule = rule_of(latest).model_copy(update=fields.pop("rule", {}))
    return DraftContent(
        title=fields.pop("title", requirement.title),
        valid_from=fields.pop("valid_from", day("2027-01-01")),
        note="Anders",
        rule=rule,
    )


def test_a_change_ends_the_version_before_it_and_touches_nothing_of_it(somebody, proposer, judge):
    requirement = yearly()
    first = requirement.versions.get()
    before = rule_of(first)
    content = change_of(requirement, rule={"grace_days": 14}, title="Andere naam")
    draft = start_draft(content=content, by=proposer, requirement=requirement)
    propose_draft(draft=draft, revision=1, by=proposer)
    second = publish_draft(draft=draft, revision=1, by=judge)
    first.refresh_from_db()
    requirement.refresh_from_db()
    assert (first.valid_until, second.valid_from, second.number) == (
        day("2027-01-01"),
        day("2027-01-01"),
        2,
    )
    assert rule_of(first).model_copy(update={"valid_until": None}) == before
    assert (second.grace_days, requirement.title) == (14, "Andere naam")


def test_a_rule_that_changed_meanwhile_is_not_overwritten(somebody, proposer, judge):
    requirement = yearly()
    draft = start_draft(content=change_of(requirement), by=proposer, requirement=requirement)
    propose_draft(draft=draft, revision=1, by=proposer)
    terms = Terms(
        valid_from=day("2026-12-15"),
        accept=[Accept(activity=activity_of(requirement))],
        cycle_kind=CycleKind.CALENDAR_YEAR,
    )
    publish_version(requirement=requirement, terms=terms)
    with pytest.raises(RuleChangedMeanwhile):
        publish_draft(draft=draft, revision=1, by=judge)
    draft.refresh_from_db()
    assert (draft.state, requirement.versions.count()) == (DraftState.PROPOSED, 2)


def test_what_waited_too_long_is_not_published_in_the_past(proposed, judge):
    with clock.at(moment("2026-12-02")), pytest.raises(StartsInThePast):
        publish_draft(draft=proposed, revision=1, by=judge)
    assert nothing_published()


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"valid_from": day("2026-11-21")}, StartsInThePast),
        ({"rule": {"accept": ()}}, NothingAccepted),
        ({"rule": {"audience": AudienceRule(kinds=("intern",))}}, EmptyAudience),
        (
            {"rule": {"audience": AudienceRule(units=("nergens",))}},
            (EmptyAudience, InvalidAudience),
        ),
    ],
)
def test_what_could_not_be_published_is_only_saved_as_unfinished(
    content, proposer, change, refusal
):
    rule = content.rule.model_copy(update=change.pop("rule", {}))
    with pytest.raises(refusal):
        start_draft(content=replace(content, rule=rule, **change), by=proposer)
    assert not RequirementDraft.objects.exists()
    assert not DraftEvent.objects.exists()
    assert nothing_published()
    broken = replace(content, rule=rule, **change)
    draft = start_draft(content=broken, by=proposer, typed={"title": ["Half"]})
    assert (draft.typed, draft.events.get().content["typed"]) == ({"title": ["Half"]},) * 2
    with pytest.raises(DraftUnfinished):
        propose_draft(draft=draft, revision=1, by=proposer)
    assert nothing_published()


def test_the_database_refuses_to_propose_what_is_unfinished(content, proposer):
    draft = start_draft(content=content, by=proposer, typed={})
    with pytest.raises(IntegrityError), transaction.atomic():
        RequirementDraft.objects.filter(pk=draft.pk).update(
            state=DraftState.PROPOSED, proposed_by=proposer
        )


def test_what_became_impossible_since_it_was_saved_is_not_proposed(content, proposer):
    draft = start_draft(content=content, by=proposer)
    yearly(requirement__key=content.key)
    with pytest.raises(KeyTaken):
        propose_draft(draft=draft, revision=1, by=proposer)
    draft.refresh_from_db()
    assert draft.state == DraftState.DRAFT


def test_how_often_a_duty_comes_back_does_not_change(somebody, proposer):
    requirement = yearly()
    content = change_of(requirement, rule={"cycle_kind": CycleKind.ONCE})
    with pytest.raises(CycleKindChanged):
        start_draft(content=content, by=proposer, requirement=requirement)
    assert not RequirementDraft.objects.exists()


def test_publishing_that_fails_writes_nothing_at_all(proposed, judge, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr("compliance.services.drafts.jobs.enqueue", fail)
    with pytest.raises(RuntimeError), transaction.atomic():
        publish_draft(draft=proposed, revision=1, by=judge)
    proposed.refresh_from_db()
    assert (proposed.state, proposed.published) == (DraftState.PROPOSED, None)
    assert nothing_published()
    assert not Obligation.objects.exists()
