"""Addresses of toolbox."""

from django.urls import URLPattern, path

from toolbox.session_urls import session_patterns
from toolbox.views import knowledge, practices
from toolbox.views.tools import favourites, pages

app_name = "toolbox"
urlpatterns: list[URLPattern] = [
    path("gereedschap/", pages.index, name="tools"),
    path("gereedschap/favorieten/", favourites.favourites, name="favourites"),
    path("gereedschap/favorieten/bewaren/", favourites.change, name="favourite"),
    path("gereedschap/favorieten/leegmaken/", favourites.clear, name="favourites-clear"),
    path("gereedschap/<slug:slug>/", pages.box, name="box"),
    path("gereedschap/<slug:box>/<slug:slug>/", pages.tool, name="tool"),
    path("kennishuis/", knowledge.index, name="knowledge"),
    path("kennishuis/links/", knowledge.links, name="links"),
    path("goede-praktijken/", practices.practices, name="practices"),
    path("goede-praktijken/nieuw/", practices.write, name="practice-new"),
    path("goede-praktijken/mijn/", practices.mine, name="practices-mine"),
    path("goede-praktijken/beoordelen/", practices.queue, name="practice-queue"),
    path("goede-praktijken/<uuid:uuid>/", practices.practice, name="practice"),
    path("goede-praktijken/<uuid:uuid>/wijzigen/", practices.change, name="practice-change"),
    path("goede-praktijken/<uuid:uuid>/beoordelen/", practices.judge, name="practice-judge"),
    path("goede-praktijken/<uuid:uuid>/indienen/", practices.send_in, name="practice-send-in"),
    path("goede-praktijken/<uuid:uuid>/intrekken/", practices.take_back, name="practice-take-back"),
    *session_patterns,
]
