"""Addresses for machines, which have no language; under /berichten/."""

from django.urls import path

from notifications import views

urlpatterns = [
    path("retour/", views.report_bounce, name="berichten-retour"),
]
