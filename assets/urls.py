"""Addresses of uploaded files; Wagtail's own, which it links to, with parts of films added."""

from django.urls import re_path

from assets.views import serve_document

urlpatterns = [re_path(r"^(\d+)/(.*)$", serve_document, name="assets_document")]
