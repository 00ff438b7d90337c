"""Addresses of "Mijn team" and of an organisation's figures."""

from django.urls import path

from compliance.views import (
    definitions,
    exports,
    handed,
    improving,
    organisation,
    persons,
    remind,
    rijk,
    snapshot_work,
    snapshots,
    team,
    why,
)

urlpatterns = [
    path("mijn-team/", team.team, name="mijn-team"),
    path("mijn-team/herinneren/", remind.remind, name="mijn-team-herinneren"),
    path("mijn-team/export.csv", team.team_export, name="mijn-team-export"),
    path("rijk/", rijk.rijk, name="rijk"),
    path("definities/", definitions.definitions, name="definities"),
    path("organisatie/", organisation.organisations, name="organisatie"),
    path("organisatie/<str:code>/", organisation.organisation, name="organisatie-onderdeel"),
    path(
        "organisatie/<str:code>/export.csv",
        organisation.organisation_export,
        name="organisatie-export",
    ),
    path("organisatie/<str:code>/personen/", persons.persons, name="organisatie-personen"),
    path(
        "organisatie/<str:code>/personen/export.csv",
        persons.persons_export,
        name="organisatie-personen-export",
    ),
    path("mijn-leren/waarom/<slug:key>/", why.own_why, name="waarom-eigen"),
    path("waarom/team/<str:code>/<slug:key>/", why.team_why, name="waarom-team"),
    path("waarom/<uuid:person>/<slug:key>/", why.why, name="waarom"),
    path("rijk/kamervraag/", handed.coverage, name="kamervraag"),
    path(
        "rijk/kamervraag/bestand/<slug:file_type>/",
        handed.coverage_file,
        name="kamervraag-bestand",
    ),
    path("organisatie/<str:code>/kwartaal/", handed.quarter, name="kwartaal"),
    path(
        "organisatie/<str:code>/kwartaal/bestand/<slug:file_type>/",
        handed.quarter_file,
        name="kwartaal-bestand",
    ),
    path("organisatie/<str:code>/verbeteren/", improving.this_year, name="verbeteren-nu"),
    path("organisatie/<str:code>/verbeteren/<int:year>/", improving.year_page, name="verbeteren"),
    path(
        "organisatie/<str:code>/verbeteren/<int:year>/nieuw/",
        improving.new_action,
        name="verbeteren-nieuw",
    ),
    path(
        "organisatie/<str:code>/verbeteren/<int:year>/meenemen/",
        improving.take_along,
        name="verbeteren-meenemen",
    ),
    path(
        "organisatie/<str:code>/verbeteren/<int:year>/acties/<uuid:uuid>/",
        improving.action,
        name="verbeteren-actie",
    ),
    path(
        "organisatie/<str:code>/verbeteren/rapport/",
        handed.improvement,
        name="verbeteren-rapport",
    ),
    path(
        "organisatie/<str:code>/verbeteren/rapport/bestand/<slug:file_type>/",
        handed.improvement_file,
        name="verbeteren-bestand",
    ),
    path("peilmomenten/", snapshots.snapshots, name="peilmomenten"),
    path("peilmomenten/maken/", snapshots.take, name="peilmoment-maken"),
    path(
        "peilmomenten/opdrachten/<uuid:uuid>/",
        snapshot_work.snapshot_request,
        name="peilmoment-opdracht",
    ),
    path("peilmomenten/<uuid:uuid>/", snapshots.snapshot, name="peilmoment"),
    path(
        "peilmomenten/<uuid:uuid>/herberekenen/",
        snapshot_work.check_again,
        name="peilmoment-opnieuw",
    ),
    path(
        "peilmomenten/<uuid:uuid>/controles/<uuid:check>/",
        snapshot_work.check,
        name="peilmoment-controle",
    ),
    path(
        "peilmomenten/<uuid:uuid>/vergelijken/", snapshots.comparison, name="peilmoment-vergelijken"
    ),
    path("peilmomenten/<uuid:uuid>/corrigeren/", snapshots.correct, name="peilmoment-corrigeren"),
    path("exporten/", exports.exports, name="exporten"),
    path("exporten/nieuw/", exports.make, name="export-nieuw"),
    path("exporten/<uuid:uuid>/bestand/", exports.fetch, name="export-bestand"),
    path("exporten/<uuid:uuid>/verwijderen/", exports.forget, name="export-verwijderen"),
    path("exporten/rapporten/", exports.follow, name="rapport-volgen"),
    path("exporten/rapporten/<int:pk>/stoppen/", exports.unfollow, name="rapport-stoppen"),
]
