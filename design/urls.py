"""Addresses of the house style."""

from django.urls import path

from design import views

urlpatterns = [
    path("weergave/", views.theme, name="design-theme"),
    path("weergave/toetsen/", views.keys, name="design-keys"),
]
