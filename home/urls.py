"""Addresses of the personal start page."""

from django.urls import path

from home import views

urlpatterns = [path("mijn-leren/", views.my_learning, name="mijn-leren")]
