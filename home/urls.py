"""Addresses of the personal start page and of the feed of what is new."""

from django.urls import path

from home import feeds, views

urlpatterns = [
    path("mijn-leren/", views.my_learning, name="mijn-leren"),
    path("nieuws.atom", feeds.news, name="nieuws-feed"),
]
