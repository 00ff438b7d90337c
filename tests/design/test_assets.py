"""The style sheet and the sprite are whole, with and without the front-end packages."""

import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from design import assets
from tests.architecture.test_templates import TEMPLATES, name_of

BASE = Path(settings.BASE_DIR)
STYLES = [*BASE.glob("design/css/*.css"), *BASE.glob("[!b]*/static/**/*.css")]
FACE = "@fontsource/fira-sans/files/fira-sans-latin-400-normal.woff2"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Make a project of one app, without front-end packages."""
    app = tmp_path / "shop"
    (app / "templates").mkdir(parents=True)
    (app / "apps.py").touch()
    (app / "views.py").write_text('KINDS = {"done": "circle-check"}')
    (app / "templates" / "shop.html").write_text('{% icon "anchor" %} {% icon "no-such-icon" %}')
    return tmp_path


def build(project: Path, **options: object) -> tuple[assets.Built, str]:
    out = project / "build"
    built = assets.build(root=project, out=out, **options)  # type: ignore[arg-type]
    return built, (out / "site.css").read_text()


def layer_names(css: str) -> list[str]:
    return re.findall(r"^@layer (\w+) \{", css, re.MULTILINE)


def symbols(project: Path) -> set[str]:
    sprite = ET.parse(project / "build" / "sprite.svg").getroot()  # noqa: S314  we just wrote it
    return {symbol.attrib["id"] for symbol in sprite}


def test_without_packages_the_style_sheet_has_our_own_layers_and_no_fonts(project: Path):
    built, css = build(project)
    assert css.startswith("@layer base, floor, vendor, tokens, theme, parts, pages, utilities;")
    assert layer_names(css) == list(assets.OWN)
    assert set(assets.VENDOR) < set(built.missing)
    assert "@font-face" not in css


def test_a_package_lands_in_the_vendor_layer_with_its_licence(project: Path):
    package = project / "node_modules" / assets.VENDOR[0]
    package.parent.mkdir(parents=True)
    package.write_text(
        '@charset "UTF-8";/** @license EUPL-1.2 */.nl-button{}/*# sourceMappingURL=a.map */'
    )
    built, css = build(project)
    assert "@layer vendor {\n/** @license EUPL-1.2 */.nl-button{}\n}" in css
    assert assets.VENDOR[0] not in built.missing


def test_a_field_that_nobody_touched_is_not_red(project: Path):
    package = project / "node_modules" / assets.VENDOR[0]
    package.parent.mkdir(parents=True)
    package.write_text(".a:invalid, .a[aria-invalid=true] {} .b:user-invalid {} .c--invalid {}")
    _built, css = build(project)
    assert ".a:user-invalid, .a[aria-invalid=true] {} .b:user-invalid {} .c--invalid {}" in css


def test_no_style_of_our_own_makes_an_untouched_field_red():
    assert STYLES
    assert [path for path in STYLES if ":invalid" in path.read_text()] == []


def test_a_font_is_copied_and_named_beside_the_style_sheet(project: Path):
    font = project / "node_modules" / FACE
    font.parent.mkdir(parents=True)
    font.write_bytes(b"wOF2")
    _built, css = build(project)
    assert (project / "build" / font.name).read_bytes() == b"wOF2"
    assert css.count("@font-face") == 1
    assert f'url("{font.name}")' in css


def test_a_theme_comes_in_its_own_layer_after_the_tokens(project: Path):
    theme = project / "ministry.css"
    theme.write_text(":root { --k-brand: #154273; }")
    _built, css = build(project, theme=str(theme))
    assert "@layer theme {\n:root { --k-brand: #154273; }\n}" in css


def test_a_theme_that_is_not_there_is_a_clear_sentence(settings):
    settings.THEME_CSS = "/nowhere/ministry.css"
    with pytest.raises(CommandError, match=r"THEME_CSS names /nowhere/ministry\.css"):
        call_command("build_assets")


def test_the_sprite_has_the_icons_that_templates_and_code_name(project: Path):
    build(project)
    assert symbols(project) == {"anchor", "circle-check", *assets.ALWAYS}


def test_a_course_from_elsewhere_brings_its_own_icons(project: Path, tmp_path_factory):
    course = tmp_path_factory.mktemp("course")
    (course / "page.html").write_text('{% icon "sprout" %}')
    build(project, also=[course])
    assert "sprout" in symbols(project)


def test_every_icon_that_a_template_names_exists():
    literal = re.compile(r"""(?:icon |icon=|icon_start=|icon_end=)["']([^"']+)["']""")
    known = assets.icon_names()
    unknown = {
        (name_of(path), name)
        for path in TEMPLATES
        for tag in _tags(path)
        for name in literal.findall(tag)
        if name not in known
    }
    assert unknown == set()


def _tags(path: Path) -> list[str]:
    source = path.read_text()
    if "wagtailadmin" in source:
        return []  # the admin has icons of its own
    return re.findall(r"{%.*?%}", source)


def test_the_icons_that_we_always_carry_exist():
    assert set(assets.ALWAYS) <= assets.icon_names()


def test_every_package_of_the_style_sheet_is_in_package_json():
    wanted = {"/".join(name.split("/")[:2]) for name in assets.VENDOR}
    package = (Path(settings.BASE_DIR) / "package.json").read_text()
    assert {name for name in wanted if f'"{name}"' not in package} == set()
