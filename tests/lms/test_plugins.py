"""A course that says something wrong of itself is told so at the start, with what to change."""

import sys

import pytest
from django.apps import AppConfig
from django.core.checks import run_checks
from django.test import override_settings
from wagtail.blocks import CharBlock
from wagtail.models import Page

from lms.checks import check_block_names
from lms.plugins import CourseConfig, CourseSpec, ModuleSpec, UnknownCourse, courses, get_course
from lms.plugins.blocks import plugin_blocks, resolve_block
from lms.plugins.checks import check_courses
from tests.factories.lms import spec


class AlmostABlock:
    """Looks like a block and is none."""


ready_block = CharBlock()


def make_block() -> CharBlock:
    return CharBlock()


def install(monkeypatch: pytest.MonkeyPatch, *specs: object, models=()) -> None:
    """Let courses with these specs be all that is installed; None: a course without a spec."""
    configs = []
    for number, course in enumerate(specs):
        config = CourseConfig(f"course_{number}", sys.modules[__name__])
        if course is not None:
            config.spec = course
        config.get_models = lambda *_args, **_kwargs: models
        configs.append(config)
    for module in ("lms.plugins.registry", "lms.plugins.checks"):
        monkeypatch.setattr(f"{module}.apps.get_app_configs", lambda: configs)


def found(monkeypatch: pytest.MonkeyPatch, *specs: object, **options: object) -> dict[str, str]:
    """Return the messages of the checks by id."""
    install(monkeypatch, *specs, **options)
    errors = [*check_courses(), *check_block_names()]
    assert all(error.hint for error in errors)
    return {error.id: error.msg for error in errors}


def test_the_courses_that_ship_are_found_in_order_and_are_valid():
    keys = [course.spec.key for course in courses()]
    assert keys == [
        "goed-ambtenaarschap",
        "goed-ambtenaarschap-kort",
        "integriteit-en-sociale-veiligheid",
        "briefing-spilfunctionarissen-opname",
        "sociale-veiligheid-werving",
    ]
    assert get_course(keys[1]) is courses()[1]
    assert run_checks(tags=["courses"]) == []


def test_an_unknown_course_names_the_ones_that_exist():
    with pytest.raises(UnknownCourse, match=r"no course 'nonsense'.*goed-ambtenaarschap"):
        get_course("nonsense")


def test_the_key_of_a_module_in_the_ledger_starts_with_that_of_its_course():
    assert spec("ethics", "one").activity_key("one") == "ethics/one"


def test_a_good_course_gives_no_message(monkeypatch):
    assert found(monkeypatch, spec("ethics"), spec("travel")) == {}


def test_two_courses_with_one_key(monkeypatch):
    assert found(monkeypatch, spec("ethics"), spec("ethics")) == {
        "lms.E001": "2 installed courses have the key 'ethics'."
    }


def test_a_module_that_is_there_twice(monkeypatch):
    assert found(monkeypatch, spec("ethics", "one", "two", "one")) == {
        "lms.E002": "Course 'ethics' repeats the module 'one'."
    }


def test_a_course_without_a_spec_is_told_so_and_does_not_stop_the_other_checks(monkeypatch):
    assert found(monkeypatch, None, spec("ethics"), spec("ethics")).keys() == {
        "lms.E001",
        "lms.E004",
    }


def test_a_course_without_modules(monkeypatch):
    assert found(monkeypatch, CourseSpec(key="ethics", title="Ethics", modules=())) == {
        "lms.E005": "Course 'ethics' has no modules."
    }


@pytest.mark.parametrize("key", ["", "Ethics", "a--b", "-a", "a/b", "a:b", "a" * 61])
def test_a_key_that_is_no_key_of_a_course_or_module(monkeypatch, key):
    assert "lms.E006" in found(monkeypatch, spec("ethics", key))
    assert "lms.E006" in found(monkeypatch, spec(key))


@pytest.mark.parametrize("title", [" ", "x" * 201])
def test_a_title_that_is_empty_or_too_long(monkeypatch, title):
    modules = (ModuleSpec(key="one", title=title),)
    assert "lms.E007" in found(monkeypatch, CourseSpec(key="a", title="A", modules=modules))


def test_a_page_type_that_may_stand_anywhere(monkeypatch):
    class Anywhere(Page):
        class Meta:
            app_label = "course_0"
            abstract = True

    class UnderModules(Page):
        parent_page_types = ["lms.ModulePage"]

        class Meta:
            app_label = "course_0"
            abstract = True

    assert found(monkeypatch, spec("ethics"), models=[UnderModules]) == {}
    assert found(monkeypatch, spec("ethics"), models=[Anywhere]) == {
        "lms.E008": "Page type 'Anywhere' does not say under which pages it may stand."
    }


def test_a_block_that_two_courses_bring(monkeypatch):
    path = "tests.lms.test_plugins.ready_block"
    one, two = (spec(key, blocks={"poll": path}) for key in ("ethics", "travel"))
    assert found(monkeypatch, one, two) == {
        "lms.E009": "Courses 'ethics' and 'travel' both bring a block 'poll'."
    }


@pytest.mark.parametrize(
    "path",
    [
        "nonsense",
        "no_such_package.blocks.Poll",
        "tests.lms.test_plugins.NoSuchBlock",
        "tests.lms.test_plugins.AlmostABlock",
        "tests.lms.test_plugins.spec",
    ],
)
def test_a_block_that_cannot_be_loaded(monkeypatch, path):
    errors = found(monkeypatch, spec("ethics", blocks={"poll": path}))
    assert errors.keys() == {"lms.E010"}
    assert "poll" in errors["lms.E010"]


def test_a_block_that_would_replace_one_of_ours(monkeypatch):
    course = spec("ethics", blocks={"question": "tests.lms.test_plugins.ready_block"})
    assert found(monkeypatch, course).keys() == {"lms.E011"}


@pytest.mark.parametrize("name", ["ready_block", "make_block"])
def test_a_block_may_be_an_instance_or_a_function(name):
    assert isinstance(resolve_block(f"tests.lms.test_plugins.{name}"), CharBlock)
    assert isinstance(resolve_block("wagtail.blocks.CharBlock"), CharBlock)


def test_the_blocks_of_all_courses_are_offered_by_name(monkeypatch):
    path = "wagtail.blocks.CharBlock"
    install(monkeypatch, spec("a", blocks={"one": path}), spec("b", blocks={"two": path}))
    assert [name for name, _block in plugin_blocks()] == ["one", "two"]


# --- A course that Django does not pick up ---------------------------------------------------


@pytest.fixture
def app(tmp_path, monkeypatch):
    """Give a function that makes an app `hidden` with this apps.py and installs it."""

    def create(source: str) -> AppConfig:
        package = tmp_path / "hidden"
        package.mkdir()
        (package / "__init__.py").touch()
        (package / "apps.py").write_text(f"from lms.plugins import CourseConfig\n{source}")
        return AppConfig.create("hidden")

    monkeypatch.syspath_prepend(tmp_path)
    yield create
    for name in ("hidden", "hidden.apps"):
        sys.modules.pop(name, None)


def test_a_course_is_picked_up_although_its_apps_module_also_holds_the_base_class(app):
    config = app("class HiddenConfig(CourseConfig):\n    name = 'hidden'\n")
    assert type(config).__name__ == "HiddenConfig"


def test_a_base_class_of_your_own_stays_out_of_the_way(app):
    config = app(
        "class Base(CourseConfig):\n    default = False\n"
        "class HiddenConfig(Base):\n    name = 'hidden'\n"
    )
    assert type(config).__name__ == "HiddenConfig"


def test_a_course_that_django_does_not_pick_up_is_an_error(app, monkeypatch):
    config = app("class Hidden(CourseConfig):\n    name = 'hidden'\n    default = False\n")
    assert type(config) is AppConfig
    monkeypatch.setattr("lms.plugins.checks.apps.get_app_configs", lambda: [config])
    (error,) = check_courses()
    assert error.id == "lms.E003"
    assert "'hidden'" in error.msg


@pytest.mark.parametrize("setting", ["LOCAL_COURSES", "INSTALLED_COURSES"])
def test_an_app_that_is_named_as_a_course_and_is_none_is_an_error(setting):
    with override_settings(**{setting: ["core"]}):
        messages = [error.msg for error in check_courses() if error.id == "lms.E003"]
    assert messages == [
        "App 'core' is meant as a course, but it was installed as 'core.apps.CoreConfig'."
    ]


def test_the_checks_run_when_the_site_starts(monkeypatch):
    install(monkeypatch, spec("ethics"), spec("ethics"))
    assert "lms.E001" in {message.id for message in run_checks(tags=["courses"])}
