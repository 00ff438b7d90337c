"""Pages of the admin with the days of the year of which the figures are frozen by themselves."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, View
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.viewsets.base import ViewSet
from wagtail.log_actions import log

from compliance.administration.policies import DECIDE, ForTheWhole
from compliance.models import SnapshotDay
from compliance.snapshots.schedule import next_on, schedule_day, stop_day
from core import clock

_POLICY = ForTheWhole(SnapshotDay)
_LEAP_YEAR = 2024


class SnapshotDayForm(forms.Form):
    """A day of every year."""

    day = forms.IntegerField(
        label=gettext_lazy("Day"), widget=forms.NumberInput(attrs={"min": 1, "max": 31})
    )
    month = forms.TypedChoiceField(label=gettext_lazy("Month"), choices=MONTHS.items(), coerce=int)

    def clean(self) -> dict[str, Any]:
        """Refuse what is no day of a year, and what is in the list."""
        data = super().clean() or {}
        month, day = data.get("month"), data.get("day")
        if month is None or day is None:
            return data
        if not _is_a_day(month, day):
            self.add_error("day", _("This month has no such day. Choose another day."))
        elif SnapshotDay.objects.filter(month=month, day=day, valid_until=None).exists():
            self.add_error("day", _("This day is already in the list."))
        return data


def _is_a_day(month: int, day: int) -> bool:
    try:
        date(_LEAP_YEAR, month, day)
    except ValueError:
        return False
    return True


class SnapshotDayPage(PermissionCheckedMixin, WagtailAdminTemplateMixin):  # type: ignore[misc]
    """What listing, adding and ending share."""

    permission_policy = _POLICY
    permission_required = DECIDE
    page_title = gettext_lazy("Days of snapshots")
    header_icon = "calendar"
    request: HttpRequest

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Say where this is."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]


class SnapshotDaysView(SnapshotDayPage, FormView[SnapshotDayForm]):
    """The list, with a form for one more."""

    template_name = "compliance/administration/snapshot_days.html"
    form_class = SnapshotDayForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the days that hold, and those that ended."""
        rows = SnapshotDay.objects.order_by("month", "day", "-valid_from", "pk")
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {
            "rows": [_row(row) for row in rows.filter(valid_until=None)],
            "ended": [_row(row) for row in rows.exclude(valid_until=None)],
        }

    def form_valid(self, form: SnapshotDayForm) -> HttpResponse:
        """Add the day."""
        added = schedule_day(**form.cleaned_data)
        log(instance=added, action="wagtail.create", title=str(added))
        messages.success(
            self.request,
            _("From now on the figures of %(day)s are frozen every year, on the morning after it.")
            % {"day": _name(added)},
        )
        return redirect("snapshotday:index")


def _row(row: SnapshotDay) -> dict[str, Any]:
    return {
        "pk": row.pk,
        "name": _name(row),
        "valid_from": row.valid_from,
        "valid_until": row.valid_until,
        "next_on": next_on(month=row.month, day=row.day, today=clock.today()),
    }


def _name(row: SnapshotDay) -> str:
    return f"{row.day} {MONTHS[row.month]}"


class StopSnapshotDayView(SnapshotDayPage, View):
    """Take a day off the list; it can be added again."""

    http_method_names = ("post", "options")

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """End it."""
        row = get_object_or_404(SnapshotDay.objects.filter(valid_until=None), pk=pk)
        log(instance=row, action="wagtail.edit", title=str(row))
        stop_day(month=row.month, day=row.day)
        messages.success(
            request,
            _("%(day)s is off the list. Snapshots that were taken, stay.") % {"day": _name(row)},
        )
        return redirect("snapshotday:index")


class ForTheWholeItem(MenuItem):  # type: ignore[misc]
    """Stands in the menu of who answers for the whole organisation only."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Tell whether this is somebody like that."""
        return _POLICY.user_has_permission(request.user, DECIDE)


class SnapshotDayViewSet(ViewSet):  # type: ignore[misc]
    """Days of which the figures are frozen."""

    menu_item_class = ForTheWholeItem
    name = "snapshotday"
    url_prefix = "peilmomenten"
    menu_label = gettext_lazy("Days of snapshots")
    icon = "calendar"

    def get_urlpatterns(self) -> list[URLPattern]:
        """Have a list with a form, and ending one."""
        return [
            path("", SnapshotDaysView.as_view(), name="index"),
            path("<int:pk>/beeindigen/", StopSnapshotDayView.as_view(), name="stop"),
        ]
