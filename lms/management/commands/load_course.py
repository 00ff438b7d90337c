"""Load courses from their files."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from core.content_files import InvalidContent
from lms.completions.enums import ChangeClass
from lms.content.services import content_folder, load_course
from lms.plugins import CourseConfig, UnknownCourse, courses, get_course


class Command(BaseCommand):
    """`manage.py load_course <key>`: idempotent, never over an editor's change."""

    help = "Turn the files of a course into pages: drafts, or published ones with --publish."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take keys of courses, or all of them."""
        parser.add_argument("keys", nargs="*", metavar="key", help="key of an installed course")
        parser.add_argument("--all", action="store_true", help="all installed courses with files")
        parser.add_argument("--publish", action="store_true", help="publish instead of drafts")
        parser.add_argument(
            "--change",
            choices=ChangeClass.values,
            default=ChangeClass.EDITORIAL,
            help="class of the change; a normative one asks people to do the course again",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Load each course in a transaction of its own and say what was done."""
        for course in self._wanted(options["keys"], everything=options["all"]):
            try:
                loaded = load_course(
                    course=course,
                    publish=options["publish"],
                    change=ChangeClass(options["change"]),
                )
            except InvalidContent as error:
                raise CommandError(str(error)) from error
            lines = loaded.lines or [_("nothing to change.")]
            for line in lines:
                self.stdout.write(f"{course.spec.key}: {line}")

    def _wanted(self, keys: list[str], *, everything: bool) -> list[CourseConfig]:
        if everything:
            return [course for course in courses() if content_folder(course).is_dir()]
        if not keys:
            raise CommandError(_("Name a course, or use --all."))
        try:
            return [get_course(key) for key in keys]
        except UnknownCourse as error:
            raise CommandError(str(error)) from error
