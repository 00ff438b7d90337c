"""The yearly team session on work culture: planned, held, and what the team agreed (GOR m2).

Only agreements are kept, no report and no quotes. Who may read them: `toolbox.access.sessions`.
That a team met its duty stands in the ledger, not here.
"""

import uuid
from datetime import timedelta
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core import clock
from toolbox.enums import FacilitatorKind, LookBack, RequestState, SessionState

FEWEST, MOST = 3, 5
"""So many agreements make a session (GOR m2, brief T3)."""
UNDO_WITHIN = timedelta(minutes=10)


def _person(label: Any, **options: Any) -> Any:
    return models.ForeignKey(
        "organisations.Person",
        verbose_name=label,
        on_delete=models.PROTECT,
        related_name="+",
        **options,
    )


class TeamSession(models.Model):
    """One meeting of one team. `planned_on` is empty for what was recorded without a plan."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.ForeignKey(
        "organisations.Unit",
        verbose_name=_("team"),
        on_delete=models.PROTECT,
        related_name="team_sessions",
    )
    state = models.CharField(
        _("state"), max_length=12, choices=SessionState, default=SessionState.PLANNED
    )
    planned_on = models.DateField(_("planned on"), null=True, blank=True)
    starts_at = models.TimeField(_("starts at"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    facilitator_kind = models.CharField(
        _("who leads it"), max_length=12, choices=FacilitatorKind, default=FacilitatorKind.INTERNAL
    )
    facilitator_name = models.CharField(_("name of who leads it"), max_length=120, blank=True)
    planned_by = _person(_("planned by"), null=True)
    held_on = models.DateField(_("held on"), null=True, blank=True)
    recorded_by = _person(_("recorded by"), null=True)
    recorded_at = models.DateTimeField(_("recorded at"), null=True, editable=False)
    has_looked_back = models.BooleanField(_("looked back on the agreements before"), default=False)
    cancelled_at = models.DateTimeField(_("cancelled at"), null=True, editable=False)
    forgotten_at = models.DateTimeField(_("texts removed at"), null=True, editable=False)
    changed_at = models.DateTimeField(_("changed at"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("team session")
        verbose_name_plural = _("team sessions")
        # Nobody reads or changes these in the admin: they are of the team.
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(state=SessionState.HELD) ^ Q(held_on__isnull=True),
                name="team_session_held_has_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(state=SessionState.HELD)
                | Q(recorded_by__isnull=False, recorded_at__isnull=False),
                name="team_session_held_says_who",
            ),
            models.CheckConstraint(
                condition=~Q(state=SessionState.PLANNED) | Q(planned_on__isnull=False),
                name="team_session_planned_has_a_day",
            ),
            models.CheckConstraint(
                condition=Q(state=SessionState.CANCELLED) ^ Q(cancelled_at__isnull=True),
                name="team_session_cancelled_says_when",
            ),
            models.CheckConstraint(
                condition=Q(state__in=SessionState.values), name="team_session_state_known"
            ),
            models.CheckConstraint(
                condition=Q(forgotten_at__isnull=True)
                | Q(state=SessionState.HELD, place="", facilitator_name=""),
                name="team_session_forgotten_holds_no_words",
            ),
            models.UniqueConstraint(
                fields=["unit"],
                condition=Q(state=SessionState.PLANNED),
                name="team_session_planned_once",
                violation_error_message=_("A session is planned already."),
            ),
            models.UniqueConstraint(
                fields=["unit", "held_on"],
                condition=Q(state=SessionState.HELD),
                name="team_session_once_a_day",
                violation_error_message=_("A session on this day is recorded already."),
            ),
        ]
        indexes = [models.Index(fields=["state", "planned_on"], name="team_session_by_plan")]

    def __str__(self) -> str:
        return f"{self.unit_id}: {self.held_on or self.planned_on}"

    @property
    def may_be_undone(self) -> bool:
        """Whether cancelling it can be undone now; what was held once cannot come back."""
        since = self.cancelled_at
        is_fresh = since is not None and clock.now() - since <= UNDO_WITHIN
        return is_fresh and self.planned_on is not None and self.recorded_at is None


class TeamAgreement(models.Model):
    """What a team agreed; about how the team works, never about what somebody said or did.

    The owner is somebody of the team, or a name in words such as "iedereen".
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    session = models.ForeignKey(
        TeamSession,
        verbose_name=_("session"),
        on_delete=models.CASCADE,
        related_name="agreements",
    )
    position = models.PositiveSmallIntegerField(_("number"))
    text = models.CharField(_("agreement"), max_length=300)
    owner = _person(_("owner"), null=True, blank=True)
    owner_name = models.CharField(_("owner in words"), max_length=120, blank=True)
    review_on = models.DateField(_("we look at it on"))
    result = models.CharField(_("look back"), max_length=8, choices=LookBack, blank=True)
    note = models.CharField(_("what we learnt from it"), max_length=300, blank=True)
    looked_back_in = models.ForeignKey(
        TeamSession,
        verbose_name=_("looked back in"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="looked_back_on",
    )
    looked_back_by = _person(_("looked back by"), null=True)

    class Meta:
        verbose_name = _("agreement of a team")
        verbose_name_plural = _("agreements of a team")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["session", "position"], name="team_agreement_position_once"
            ),
            models.CheckConstraint(
                condition=Q(position__range=(1, MOST)), name="team_agreement_at_most_five"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="team_agreement_says_something"),
            models.CheckConstraint(
                condition=Q(owner__isnull=False) ^ ~Q(owner_name=""),
                name="team_agreement_has_owner",
            ),
            models.CheckConstraint(
                condition=Q(result="") ^ Q(looked_back_by__isnull=False),
                name="team_agreement_look_back_says_who",
            ),
            models.CheckConstraint(
                condition=Q(note="") | ~Q(result=""), name="team_agreement_note_with_result"
            ),
        ]
        indexes = [models.Index(fields=["review_on"], name="team_agreement_by_review")]

    def __str__(self) -> str:
        return f"{self.session_id}.{self.position}"


class FacilitatorRequest(models.Model):
    """Somebody of a team asks for another facilitator. Why is not asked and not kept.

    Only the nearest coordinator sees it, never who manages the team (`toolbox.access.requests`).
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.ForeignKey(
        "organisations.Unit", verbose_name=_("team"), on_delete=models.PROTECT, related_name="+"
    )
    asked_by = _person(_("asked by"))
    asked_at = models.DateTimeField(_("asked at"), default=clock.now, editable=False)
    state = models.CharField(
        _("state"), max_length=8, choices=RequestState, default=RequestState.OPEN
    )
    handled_by = _person(_("handled by"), null=True)
    handled_at = models.DateTimeField(_("handled at"), null=True, editable=False)

    class Meta:
        verbose_name = _("request for another facilitator")
        verbose_name_plural = _("requests for another facilitator")
        default_permissions = ()
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(
                    state=RequestState.OPEN, handled_by__isnull=True, handled_at__isnull=True
                )
                | Q(
                    state=RequestState.HANDLED,
                    handled_by__isnull=False,
                    handled_at__isnull=False,
                ),
                name="facilitator_request_handled_says_who",
            ),
            models.UniqueConstraint(
                fields=["unit", "asked_by"],
                condition=Q(state=RequestState.OPEN),
                name="facilitator_request_open_once",
            ),
        ]

    def __str__(self) -> str:
        return str(self.uuid)
