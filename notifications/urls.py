"""Addresses of one's own messages; under /account/."""

from django.urls import path

from notifications import views

urlpatterns = [
    path("berichten/", views.own_messages, name="mijn-berichten"),
]
