"""The parts of the house style say in HTML what they show."""

import re
from typing import Any

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template
from django.utils import translation


def render(source: str, **context: Any) -> str:
    return Template(source).render(Context(context))


class Questions(forms.Form):
    """A form with one field of every kind."""

    name = forms.CharField(label="Naam", help_text="Zoals op je pas.")
    kind = forms.ChoiceField(
        label="Soort", choices=[("a", "Eén"), ("b", "Twee")], widget=forms.RadioSelect
    )
    team = forms.ChoiceField(label="Team", choices=[("a", "Beleid")])
    agreed = forms.BooleanField(label="Gelezen")
    note = forms.CharField(label="Toelichting", widget=forms.Textarea, required=False)


def wrong() -> Questions:
    form = Questions({})
    assert not form.is_valid()
    return form


def test_an_icon_without_label_is_decoration():
    svg = render('{% icon "check" %}')
    assert 'aria-hidden="true"' in svg
    assert re.search(r'href="/static/design/sprite[^"]*\.svg#check"', svg)


def test_an_icon_with_label_is_an_image_and_the_label_is_escaped():
    svg = render('{% icon "check" label=text %}', text='<b>"klaar"')
    assert 'role="img"' in svg
    assert 'aria-label="&lt;b&gt;&quot;klaar&quot;"' in svg


def test_a_bar_draws_what_is_not_zero_in_proportion():
    bar = render("{% segbar done=3 busy=1 %}")
    assert re.findall(
        r'x="([\d.]+)%" y="0" width="([\d.]+)%" height="100%" class="([\w-]+)"', bar
    ) == [
        ("0.00", "74.60", "c-good"),
        ("75.00", "24.60", "c-busy"),
    ]


def test_a_bar_over_nobody_is_empty():
    assert "<rect" not in render("{% segbar %}")


def test_segments_show_finished_present_and_rest():
    html = render('{% segments done=1 current=2 total=3 label="1 van 3" %}')
    assert re.findall(r'<span class="([^"]+)"', html) == ["seg seg--done", "seg seg--now", "seg"]
    assert 'role="img" aria-label="1 van 3"' in html


@pytest.mark.parametrize(("done", "total", "arc"), [(1, 4, '"25 100"'), (0, 4, None), (0, 0, None)])
def test_the_ring_draws_the_share_that_is_done(done: int, total: int, arc: str | None):
    html = render("{% year_ring done=done total=total label='x' %}", done=done, total=total)
    assert f"{done}/{total}" in html
    assert ("stroke-dasharray" in html) is bool(arc)
    assert arc is None or arc in html


def test_a_badge_shows_its_words_escaped_with_an_icon():
    html = render(
        '{% status_badge kind="bad" icon="clock" %}{{ text }}{% endstatus_badge %}', text="<i>"
    )
    assert 'class="nl-data-badge st st--bad"' in html
    assert "&lt;i&gt;" in html
    assert "#clock" in html


@pytest.mark.parametrize(
    ("kind", "shown"),
    [("info", "info"), ("success", "ok"), ("debug", "info"), ("warning", "warning")],
)
def test_a_notice_knows_the_levels_of_messages(kind: str, shown: str):
    html = render("{% notice kind=kind %}x{% endnotice %}", kind=kind)
    assert f"utrecht-alert--{shown}" in html
    assert 'role="alert"' not in html


def test_only_an_error_interrupts_a_screen_reader():
    assert 'role="alert"' in render('{% notice kind="error" title="Mis" %}x{% endnotice %}')


def test_a_button_carries_its_name_value_and_icons():
    html = render(
        '{% button name="go" value=value icon_end="check" %}Ga{% endbutton %}', value="<1>"
    )
    assert 'type="submit" name="go" value="&lt;1&gt;"' in html
    assert html.index("Ga") < html.index("nl-button__icon-end")


def test_a_link_that_looks_like_a_button_escapes_its_address():
    html = render("{% button_link href=url %}Ga{% endbutton_link %}", url='/a"b')
    assert 'href="/a&quot;b"' in html


def test_label_help_and_error_come_before_the_input_and_are_tied_to_it():
    html = render("{% field form.name %}", form=wrong())
    places = [
        html.index(part)
        for part in ('for="id_name"', 'id="id_name_helptext"', 'id="id_name_error"', "<input")
    ]
    assert places == sorted(places)
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'class="utrecht-textbox utrecht-textbox--html-input"' in html


def test_a_field_without_its_help_does_not_point_at_it():
    html = render("{% field form.name with_help=False %}", form=Questions())
    assert "helptext" not in html


def test_choices_stand_in_a_fieldset_with_the_question_as_legend():
    html = render("{% field form.kind %}", form=wrong())
    assert re.search(r'<fieldset[^>]* aria-describedby="id_kind_error"', html)
    assert "<legend" in html
    assert html.count('<label class="choice"') == 2
    assert html.count('class="utrecht-radio-button utrecht-radio-button--html-input"') == 2


@pytest.mark.parametrize(
    ("name", "cls"), [("team", "utrecht-select"), ("note", "utrecht-textarea")]
)
def test_every_kind_of_input_has_its_class(name: str, cls: str):
    assert f'class="{cls} ' in render("{% field bound %}", bound=Questions()[name])


def test_a_tick_box_comes_before_its_label():
    html = render("{% field form.agreed %}", form=Questions())
    assert html.index("<input") < html.index("<label")


def test_a_placeholder_never_stands_in_for_a_label():
    form = Questions()
    form.fields["name"].widget.attrs["placeholder"] = "Naam"
    assert "placeholder" not in render("{% field form.name %}", form=form)


def test_the_summary_of_errors_links_to_the_fields():
    form = wrong()
    form.add_error(None, "Dit kan niet samen.")
    html = render("{% error_summary form %}", form=form)
    assert re.findall(r'href="(#\w+)"', html) == [
        "#id_name",
        "#id_kind_0",
        "#id_team",
        "#id_agreed",
    ]
    assert "<li>Dit kan niet samen.</li>" in html


def test_the_last_crumb_is_the_page_itself():
    html = render("{% breadcrumb items %}", items=[("Mijn leren", "/mijn-leren/"), ("Nu", None)])
    assert 'href="/mijn-leren/"' in html
    assert '<span aria-current="page">Nu</span>' in html


def test_pages_of_a_list_keep_the_filter():
    page = Paginator(range(100), 10).page(2)
    html = render("{% pagination page 'status=open&q=a' %}", page=page)
    assert 'href="?status=open&amp;q=a&amp;p=1" rel="prev"' in html
    assert 'href="?status=open&amp;q=a&amp;p=3" rel="next"' in html
    assert html.count('aria-current="page"') == 1


def test_a_list_of_one_page_has_no_links():
    page = Paginator(range(5), 10).page(1)
    assert render("{% pagination page %}", page=page).strip() == ""


@pytest.mark.parametrize(("language", "path"), [("nl", "/hulp/"), ("en", "/en/hulp/")])
def test_a_fixed_page_has_an_address_in_each_language(language: str, path: str):
    with translation.override(language):
        assert render('{% site_path "/hulp/" %}') == path
