"""Wiring: settings, urls, wsgi, navigation."""
