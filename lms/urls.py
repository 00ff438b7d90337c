"""Addresses of the pages for learners."""

from django.urls import include, path

from lms.content import views

app_name = "learning"

urlpatterns = [
    path("", views.learner_page, name="catalogue"),
    path("positie/", views.position, name="position"),
    path("aanvullingen/", include("lms.additions.urls")),
    path("<path:path>/", views.learner_page, name="page"),
]
