"""The contract that every course keeps. Run it with pytest-django in the tests of your course.

from lms.plugins.testing import CourseContract

class TestSafeTravel(CourseContract):
    course_key = "veilig-op-reis"
"""

from typing import ClassVar

from django.apps import apps
from django.core.management import call_command
from wagtail.models import Page, Revision

from lms.api import Activity, ActivityVersion, Completion, ensure_activities, finish_module
from lms.plugins.blocks import resolve_block
from lms.plugins.checks import check_courses
from lms.plugins.registry import get_course
from lms.plugins.spec import CourseSpec
from organisations.models import Person


class CourseContract:
    """What must hold for any course; `course_key` names yours."""

    course_key: ClassVar[str]

    @property
    def spec(self) -> CourseSpec:
        """What the course says of itself."""
        return get_course(self.course_key).spec

    def test_the_course_is_installed_and_its_spec_is_valid(self) -> None:
        assert self.spec.key == self.course_key
        assert list(check_courses()) == []

    def test_its_own_blocks_can_be_loaded_and_are_offered_on_every_kind_of_page(self) -> None:
        for name, path in self.spec.blocks.items():
            resolve_block(path)
            for page in ("ModulePage", "LessonPage"):
                field = apps.get_model("lms", page)._meta.get_field("body")
                assert name in field.stream_block.child_blocks, f"{page} does not offer {name}."

    def test_its_content_can_be_loaded_and_every_module_has_a_page(self, db: None) -> None:
        call_command("load_course", self.course_key, publish=True, verbosity=0)
        keys = {self.spec.activity_key(module.key) for module in self.spec.modules}
        for activity in Activity.objects.filter(key__in={self.course_key, *keys}):
            assert activity.start_path, f"{activity.key} has no page."
            assert activity.versions.count() == 1, f"{activity.key} has no version."
        assert Activity.objects.filter(key__in=keys).count() == len(keys)

    def test_loading_it_again_changes_nothing(self, db: None) -> None:
        def state() -> tuple[int, ...]:
            return tuple(
                model.objects.count() for model in (Page, Revision, Activity, ActivityVersion)
            )

        call_command("load_course", self.course_key, publish=True, verbosity=0)
        before = state()
        call_command("load_course", self.course_key, publish=True, verbosity=0)
        assert state() == before

    def test_who_does_all_modules_completes_the_course_once(self, db: None) -> None:
        ensure_activities(self.spec)
        person = Person.objects.create(name="Somebody")
        steps = [module.key for module in self.spec.modules]
        for key in (*steps, steps[-1]):
            finish_module(person=person, course=self.spec, module_key=key, version=None)
        done = Completion.objects.filter(person=person)
        assert done.filter(activity__key=self.course_key).count() == 1
        assert done.count() == len(steps) + 1

    def test_it_asks_for_no_migration_of_another_app(self, db: None) -> None:
        call_command("makemigrations", "lms", check=True, dry_run=True, verbosity=0)
