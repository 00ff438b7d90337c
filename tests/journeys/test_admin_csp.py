"""The admin works under the same strict content security policy as the site.

What breaks the policy fails a test at its end (see conftest). These tests go everywhere and use
what Wagtail starts with scripts inside the page: pickers, choosers, rows, rich text.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, resolve, reverse
from django.utils import translation
from PIL import Image
from playwright.sync_api import Locator, Page, expect
from taggit.models import Tag
from wagtail.models import Page as WagtailPage
from wagtail.models import Site, Task, Workflow

from assets.models import SiteImage
from home.models import HomePage, StandardPage
from lms.api import courses
from lms.models import CourseIndexPage, CoursePage, KeyFigure, ModulePage
from tests.factories.accounts import UserFactory
from tests.journeys.browser import Findings, sign_in

# Not a page to look at: data, fragments for a dialog, an error on purpose, or switched off.
NO_PAGE = (
    "/api/",
    "/betekenis/",
    "/chooser/",
    "/choose-",
    "/results/",
    "/failwhale/",
    "/jsi18n/",
    "/login/",
    "/logout/",
    "/password_reset/",
    "/process/",
    "/sprite/",
    "autocomplete",
)
AT_LEAST = 24
PAGES_OF_A_PAGE = (
    "wagtailadmin_pages:edit",
    "wagtailadmin_pages:history",
    "wagtailadmin_pages:copy",
    "wagtailadmin_pages:move",
    "wagtailadmin_pages:delete",
    "wagtailadmin_pages:unpublish",
    "wagtailadmin_pages:usage",
)


@pytest.fixture
def admin(live_server: Any, page: Page) -> Page:
    """Sign an administrator in."""
    sign_in(page, live_server, UserFactory(admin=True))
    return page


@pytest.fixture
def home() -> HomePage:
    """Put a start page on the site."""
    home = HomePage(title="Kompas", slug="kompas")
    WagtailPage.objects.get(depth=1).add_child(instance=home)
    Site.objects.update(root_page=home)
    return home


@pytest.fixture
def privacy(home: HomePage) -> StandardPage:
    """Put a plain page below it."""
    page = StandardPage(title="Privacy", slug="privacy", lead="Wat wij bewaren.")
    home.add_child(instance=page)
    return page


@pytest.fixture
def module(home: HomePage) -> ModulePage:
    """Put a course with one module below the start page."""
    spec = courses()[0].spec
    index = home.add_child(instance=CourseIndexPage(title="Aanbod", slug="leren"))
    course = index.add_child(
        instance=CoursePage(title="Cursus", slug="cursus", course_key=spec.key, summary="Kort.")
    )
    module = ModulePage(title="Module", slug="module", module_key=spec.modules[0].key)
    KeyFigure.objects.create(key="bekend", value="88%", text="weet het", year=2021, source="K22")
    return course.add_child(instance=module)


def _names(patterns: list[Any], namespaces: tuple[str, ...] = ()) -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = (pattern.namespace,) if pattern.namespace else ()
            yield from _names(pattern.url_patterns, (*namespaces, *inner))
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield ":".join((*namespaces, pattern.name))


def _admin_addresses() -> list[str]:
    """Return every address of the admin that needs no argument, those of our own apps included."""
    found = {}
    for resolver in get_resolver().url_patterns:
        if isinstance(resolver, URLResolver) and str(resolver.pattern) == "beheer/":
            for name in _names(resolver.url_patterns):
                try:
                    found[reverse(name)] = name
                except NoReverseMatch:
                    continue
    return [url for url in found if not any(part in url for part in NO_PAGE)]


def _leads_to(page: Page) -> dict[str, str]:
    """Return where the rows of a list lead, one address for each kind; pages are chosen below."""
    links = page.locator("main table a[href^='/beheer/']")
    hrefs = links.evaluate_all("links => links.map(link => link.getAttribute('href'))")
    paths = [str(href).partition("?")[0] for href in hrefs]
    found = {resolve(path).view_name: path for path in paths}
    return {
        name: path
        for name, path in found.items()
        if not name.endswith(":index") and not name.startswith("wagtailadmin_pages:")
    }


def _insert(page: Page, kind: str) -> Locator:
    """Add a block of this kind at the end and return its part of the editor."""
    with translation.override("nl"):
        label = str(ModulePage._meta.get_field("body").stream_block.child_blocks[kind].label)
    page.locator("[data-streamfield-stream-container] > * > .c-sf-add-button").last.click()
    page.get_by_role("option", name=label, exact=True).click()
    return page.locator(f"[data-streamfield-child]:has(> input[value='{kind}'])")


def _choose(part: Locator) -> None:
    part.locator("[data-chooser-action-choose]:visible").first.click()
    # The dialog takes the focus once it has come up.
    expect(part.page.locator(".modal.in")).to_be_focused()


def _upload(dialog: Locator, file: Path) -> None:
    dialog.locator("input[type='file']").set_input_files(file)
    expect(dialog.locator("#tab-upload [name$='title']")).to_have_value(file.stem)
    dialog.locator("#tab-upload [type='submit']").click()


def _open_panel(page: Page, name: str) -> None:
    page.locator(f"[data-side-panel-toggle='{name}']").click()
    expect(page.locator(f"[data-side-panel='{name}']")).to_be_visible()


@pytest.mark.usefixtures("cast")
@pytest.mark.parametrize("half", [0, 1])
def test_every_page_of_the_admin_keeps_to_the_policy(
    live_server: Any, admin: Page, findings: Findings, half: int
) -> None:
    # Some addresses want a question or a form first.
    for status in (400, 404, 405):
        findings.expect(status, "/beheer/")
    targets: dict[str, str] = {}
    shown = 0
    for address in _admin_addresses()[half::2]:
        answer = admin.goto(live_server.url + address)
        assert answer is not None
        if answer.ok and "html" in answer.headers["content-type"] and admin.locator("h1").count():
            shown += 1
            targets |= _leads_to(admin)
    assert shown >= AT_LEAST
    # Not an alias, which only a message can be shown of.
    module = ModulePage.objects.live().filter(alias_of=None)[0]
    targets |= {name: reverse(name, args=[module.pk]) for name in PAGES_OF_A_PAGE[half::2]}
    for address in targets.values():
        admin.goto(live_server.url + address)
        expect(admin.locator("main form, main h1, main h2").first).to_be_attached()


def _write_with_a_link(page: Page) -> None:
    page.locator("[data-streamfield-stream-container] button[title]").first.click()
    page.get_by_role("option").first.click()
    text = page.locator(".public-DraftEditor-content")
    # A hint that comes from a <style> element: here from a sheet that stands in for it.
    hint = "part => getComputedStyle(part, '::before').content"
    assert "/" in text.locator(".Draftail-block--empty").evaluate(hint)
    text.click()
    text.press_sequentially("Lees dit eerst")
    # Copying sets a style attribute in Draftail, linking opens the page chooser.
    text.press("Control+a")
    text.press("Control+c")
    page.locator("button[name='LINK']:visible").click()
    page.locator(".modal-body .choose-page", has_text="Kompas").click()
    expect(text.locator(".TooltipEntity")).to_have_text("Lees dit eerst")


def _pick_a_moment(page: Page) -> None:
    _open_panel(page, "status")
    page.locator("[data-a11y-dialog-show='schedule-publishing-dialog']").first.click()
    moment = page.locator("#id_go_live_at")
    moment.click()
    picker = page.locator(".xdsoft_datetimepicker:visible")
    picker.locator(".xdsoft_next").first.click()
    picker.locator(".xdsoft_date:not(.xdsoft_other_month)").nth(14).click()
    assert "-15 " in moment.input_value()
    moment.fill("")
    for _layer in ("picker", "dialog"):
        page.keyboard.press("Escape")


def test_an_editor_writes_plans_comments_and_publishes(
    live_server: Any, admin: Page, privacy: StandardPage
) -> None:
    admin.goto(f"{live_server.url}/beheer/pages/{privacy.pk}/edit/")
    _write_with_a_link(admin)
    _pick_a_moment(admin)
    _open_panel(admin, "preview")
    preview = admin.frame_locator("[data-side-panel='preview'] iframe").last
    expect(preview.get_by_role("link", name="Lees dit eerst")).to_be_visible()
    _open_panel(admin, "checks")
    _open_panel(admin, "comments")
    admin.locator("[data-comment-add]:visible").first.click()
    admin.locator(".comment textarea").fill("Klopt dit nog?")
    admin.locator(".comment button[type='submit']").click()

    admin.locator("[data-w-dropdown-target='toggle']:visible").last.click()
    admin.locator("[name='action-publish']").click()
    expect(admin.locator(".messages .success")).to_contain_text("Privacy")
    admin.goto(f"{live_server.url}/beheer/pages/{privacy.pk}/history/")
    admin.goto(f"{live_server.url}/privacy/")
    expect(admin.get_by_role("link", name="Lees dit eerst")).to_be_visible()
    userbar = admin.locator("wagtail-userbar")
    userbar.locator("#wagtail-userbar-trigger").click()
    expect(userbar.get_by_role("menu")).to_be_visible()


def test_rows_with_choosers_of_a_workflow_work(
    live_server: Any, admin: Page, privacy: StandardPage
) -> None:
    approval = Task.objects.get()
    admin.goto(f"{live_server.url}/beheer/workflows/add/")
    admin.locator("#id_name").fill("Twee paar ogen")
    for row in (0, 1):
        admin.locator("#id_workflow_tasks-ADD").click()
        chooser = admin.locator(f"#id_workflow_tasks-{row}-task-chooser")
        chooser.locator("[data-chooser-action-choose]:visible").click()
        admin.locator(".modal-body #tab-label-existing").click()
        admin.locator(".modal-body .task-choice").click()
        expect(chooser.locator("[data-chooser-title]")).to_have_text(approval.name)
    admin.locator("#id_workflow_tasks-1-DELETE-button").click()
    page_chooser = admin.locator("#id_pages-0-page-chooser")
    page_chooser.locator("[data-chooser-action-choose]:visible").click()
    admin.locator(".modal-body .choose-page", has_text="Kompas").click()
    expect(page_chooser.locator("[data-chooser-title]")).to_have_text("Kompas")
    admin.locator("main form [type='submit']").last.click()
    expect(admin.locator(".messages .success")).to_contain_text("Twee paar ogen")
    assert Workflow.objects.get(name="Twee paar ogen").tasks.get() == approval


# Wagtail leaves the file of a rendition to the garbage collector.
@pytest.mark.filterwarnings("ignore:Unclosed file <tempfile:ResourceWarning")
def test_pictures_files_and_figures_of_a_module_can_be_chosen(
    live_server: Any, admin: Page, module: ModulePage, tmp_path: Path
) -> None:
    image_file, film_file = tmp_path / "kaart.png", tmp_path / "film.mp4"
    Image.new("RGB", (40, 30)).save(image_file)
    film_file.write_bytes(b"film")
    for name in ("kompas", "koers"):
        Tag.objects.create(name=name, slug=name)
    admin.goto(f"{live_server.url}/beheer/pages/{module.pk}/edit/")
    figure, picture, film = (_insert(admin, kind) for kind in ("key_figure", "image", "video"))

    dialog = admin.locator(".modal-body")
    _choose(figure)
    dialog.get_by_role("link", name="88%").click()
    expect(figure.locator("[data-chooser-title]")).to_contain_text("88%")

    _choose(picture)
    dialog.locator("#tab-label-upload").click()
    dialog.locator(".tagit-new input").press_sequentially("ko", delay=50)
    admin.locator(".ui-autocomplete .ui-menu-item", has_text="koers").click()
    _upload(dialog, image_file)
    expect(picture.locator("[data-chooser-image]")).to_be_visible()

    _choose(film.first)
    dialog.locator("#tab-label-upload").click()
    _upload(dialog, film_file)
    expect(film.locator("[data-chooser-title]").first).to_have_text("film")

    image = SiteImage.objects.get()
    assert [tag.name for tag in image.tags.all()] == ["koers"]
    admin.goto(f"{live_server.url}/beheer/images/{image.pk}/")
    admin.locator(".focal-point-chooser .jcrop-tracker").last.click(position={"x": 9, "y": 9})
    admin.goto(f"{live_server.url}/beheer/images/")
    admin.locator("[data-bulk-action-checkbox]").first.check()
    expect(admin.locator("[data-bulk-action-footer], .footer__container").first).to_be_visible()
