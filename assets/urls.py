"""Addresses of uploaded files: those that Wagtail links to, with parts of films added."""

from django.urls import path, re_path

from assets.views import serve_document, serve_rendition

urlpatterns = [
    re_path(r"^documenten/(\d+)/(.*)$", serve_document, name="assets_document"),
    path("media/images/<str:name>", serve_rendition, name="assets_image"),
]
