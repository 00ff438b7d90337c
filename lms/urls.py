"""Addresses of the pages for learners."""

from django.urls import path

from lms.content import views

app_name = "learning"

urlpatterns = [
    path("", views.learner_page, name="catalogue"),
    path("positie/", views.position, name="position"),
    path("<path:path>/", views.learner_page, name="page"),
]
