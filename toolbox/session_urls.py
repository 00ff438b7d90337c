"""Addresses of the team session and of what a manager recommends."""

from django.urls import URLPattern, path

from toolbox.views import suggestions
from toolbox.views.sessions import reading, recording, requests

session_patterns: list[URLPattern] = [
    path("teamsessie/", reading.index, name="team-session-start"),
    path("teamsessie/team/<str:code>/", reading.team, name="team-session"),
    path("teamsessie/team/<str:code>/plannen/", recording.plan, name="team-session-plan"),
    path("teamsessie/team/<str:code>/vastleggen/", recording.hold, name="team-session-hold"),
    path("teamsessie/team/<str:code>/begeleider/", requests.ask, name="facilitator-ask"),
    path("teamsessie/sessie/<uuid:uuid>/wijzigen/", recording.change, name="team-session-change"),
    path(
        "teamsessie/sessie/<uuid:uuid>/rechtzetten/",
        recording.correct,
        name="team-session-correct",
    ),
    path("teamsessie/sessie/<uuid:uuid>/annuleren/", recording.cancel, name="team-session-cancel"),
    path("teamsessie/sessie/<uuid:uuid>/terugzetten/", recording.undo, name="team-session-undo"),
    path("teamsessie/verzoeken/", requests.requests, name="facilitator-requests"),
    path(
        "teamsessie/verzoeken/<uuid:uuid>/afgehandeld/",
        requests.handled,
        name="facilitator-handled",
    ),
    path(
        "teamsessie/verzoeken/<uuid:uuid>/intrekken/",
        requests.withdraw,
        name="facilitator-withdraw",
    ),
    path("teamsessie/overzicht/", reading.overviews, name="team-sessions-start"),
    path("teamsessie/overzicht/<str:code>/", reading.overview, name="team-sessions"),
    path("aanraden/", suggestions.suggestions, name="suggestions"),
    path("aanraden/<uuid:uuid>/intrekken/", suggestions.withdraw, name="suggestion-withdraw"),
    path("aanraden/<uuid:uuid>/wegzetten/", suggestions.hide, name="suggestion-hide"),
]
