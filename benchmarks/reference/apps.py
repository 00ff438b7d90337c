"""App configuration of the references."""

from django.apps import AppConfig


class ReferenceConfig(AppConfig):
    """Installed in benchmarks only."""

    name = "benchmarks.reference"
    label = "reference"
