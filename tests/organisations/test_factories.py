"""The factories make what they say."""

import pytest

from organisations.models import UnitAncestry
from tests.factories.organisations import (
    AbsenceFactory,
    AppointmentFactory,
    MandateFactory,
    PersonFactory,
    RoleAssignmentFactory,
    UnitFactory,
)

pytestmark = pytest.mark.django_db


def test_a_unit_below_another_has_both_above_it() -> None:
    top = UnitFactory(name="Top")
    below = UnitFactory(parent=top)
    rows = UnitAncestry.objects.filter(descendant=below).order_by("depth")
    assert [(row.ancestor_id, row.depth) for row in rows] == [(below.pk, 0), (top.pk, 1)]


def test_every_factory_makes_a_row() -> None:
    made = [AppointmentFactory(), MandateFactory(), AbsenceFactory(), RoleAssignmentFactory()]
    assert all(row.pk for row in made)
    assert MandateFactory().holder.user.check_password("a-password-of-tests-1")
    assert PersonFactory().user is None
