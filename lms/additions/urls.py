"""Addresses of the screens of local editors of courses, below the catalogue."""

from django.urls import path

from lms.additions import views

urlpatterns = [
    path("", views.additions, name="additions"),
    path("nieuw/", views.write, name="addition-new"),
    path("<uuid:uuid>/", views.addition, name="addition"),
    path("<uuid:uuid>/vervangen/", views.write, name="addition-replace"),
    path("<uuid:uuid>/beeindigen/", views.end, name="addition-end"),
    path("<uuid:uuid>/opnieuw/", views.again, name="addition-again"),
    path("voorstel/<uuid:uuid>/", views.proposal, name="addition-proposal"),
    path("voorstel/<uuid:uuid>/wijzigen/", views.change, name="addition-change"),
    path("voorstel/<uuid:uuid>/indienen/", views.send_in, name="addition-propose"),
    path("voorstel/<uuid:uuid>/intrekken/", views.take, name="addition-take-back"),
    path("voorstel/<uuid:uuid>/akkoord/", views.agree, name="addition-approve"),
    path("voorstel/<uuid:uuid>/terugsturen/", views.back, name="addition-back"),
]
