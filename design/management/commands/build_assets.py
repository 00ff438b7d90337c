"""Write the style sheet, fonts and icons to build/static."""

from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from design.assets import build


class Command(BaseCommand):
    """`manage.py build_assets`: also works without the front-end packages."""

    help = "Write the style sheet, fonts and icons to build/static."

    def handle(self, *args: Any, **options: Any) -> None:
        """Build, and say what was missing."""
        if settings.THEME_CSS and not Path(settings.THEME_CSS).is_file():
            raise CommandError(
                f"THEME_CSS names {settings.THEME_CSS}, which is not a file. "
                "Correct it or leave it empty."
            )
        built = build(
            root=settings.BASE_DIR,
            out=settings.BASE_DIR / "build" / "static" / "design",
            theme=settings.THEME_CSS,
            also=_installed_courses(),
        )
        if options["verbosity"]:
            self.stdout.write(f"site.css {built.css_bytes} bytes, {built.icons} icons")
        if built.missing:
            self.stderr.write(
                f"{len(built.missing)} front-end files are missing; "
                "the site works, but looks plainer."
            )


def _installed_courses() -> list[Path]:
    return [
        Path(config.path)
        for config in apps.get_app_configs()
        if any(name.startswith(config.name) for name in settings.INSTALLED_COURSES)
    ]
