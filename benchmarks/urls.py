"""The addresses of the site, and R2."""

from django.urls import path

from benchmarks.reference.views import tally
from config.urls import urlpatterns as site

urlpatterns = [path("r2/", tally), *site]
