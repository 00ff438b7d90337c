"""Addresses of "Mijn team" and of an organisation's figures."""

from django.urls import path

from compliance import views

urlpatterns = [
    path("mijn-team/", views.team, name="mijn-team"),
    path("mijn-team/export.csv", views.team_export, name="mijn-team-export"),
    path("organisatie/", views.organisations, name="organisatie"),
    path("organisatie/<str:code>/", views.organisation, name="organisatie-onderdeel"),
    path("organisatie/<str:code>/export.csv", views.organisation_export, name="organisatie-export"),
]
