"""Addresses of the code of conduct, under /gir/.

The key of an article is an address of its own, so fixed words stand above it.
"""

from django.urls import path

from gir.views import (
    acknowledging,
    addenda,
    article,
    compare,
    dilemma,
    feeds,
    index,
    offline,
    search,
)

app_name = "gir"
urlpatterns = [
    path("", index.index, name="index"),
    path("zoeken/", search.results, name="search"),
    path("a-z/", index.a_to_z, name="a-z"),
    path("vergelijken/", compare.comparison, name="compare"),
    path("afdrukken/", index.whole, name="whole"),
    path("thema/<slug:key>/", index.theme, name="theme"),
    path("vraag/<slug:key>/", index.question, name="question"),
    path("offline/", offline.page, name="offline"),
    path("offline/lijst.json", offline.pages, name="offline-pages"),
    # Beside the pages, so that these and no others are in its reach.
    path("offline-werker.js", offline.worker, name="offline-worker"),
    path("gelezen/", acknowledging.acknowledgement, name="acknowledge"),
    path("wijzigingen.atom", feeds.changes, name="changes-feed"),
    path("dilemma/", dilemma.dilemma, name="dilemma"),
    path("dilemma/dilemma.atom", feeds.dilemmas, name="dilemma-feed"),
    path("dilemma/tellen/", dilemma.count, name="dilemma-count"),
    path("dilemma/mail/", dilemma.subscription, name="dilemma-subscription"),
    path("dilemma/afmelden/key/<str:key>/", dilemma.stop, name="dilemma-unsubscribe"),
    path("dilemma/<slug:key>/", dilemma.earlier, name="dilemma-earlier"),
    path("aanvullingen/", addenda.addenda, name="addenda"),
    path("aanvullingen/nieuw/", addenda.write, name="addendum-new"),
    path("aanvullingen/<uuid:uuid>/", addenda.addendum, name="addendum"),
    path("aanvullingen/<uuid:uuid>/vervangen/", addenda.write, name="addendum-replace"),
    path("aanvullingen/<uuid:uuid>/beeindigen/", addenda.end, name="addendum-end"),
    path("aanvullingen/voorstel/<uuid:uuid>/", addenda.proposal, name="addendum-proposal"),
    path("aanvullingen/voorstel/<uuid:uuid>/wijzigen/", addenda.change, name="addendum-change"),
    path("aanvullingen/voorstel/<uuid:uuid>/indienen/", addenda.send_in, name="addendum-propose"),
    path("aanvullingen/voorstel/<uuid:uuid>/intrekken/", addenda.take, name="addendum-take-back"),
    path("aanvullingen/voorstel/<uuid:uuid>/akkoord/", addenda.agree, name="addendum-approve"),
    path("aanvullingen/voorstel/<uuid:uuid>/terugsturen/", addenda.back, name="addendum-back"),
    path("<slug:key>/geschiedenis/", article.history, name="history"),
    path("<slug:key>/", article.article, name="article"),
]
