"""A text shows what its message was given and nothing else."""

from uuid import UUID

import pytest
from django.core import mail
from django.utils.translation import override

from notifications.checks import problems_of
from notifications.mail import render_page, to_mail
from notifications.registry import declared
from notifications.specs import NoticeSpec, Text
from notifications.texts import compose, problems
from tests.factories.notifications import NoticeFactory
from tests.notifications.sample.notices import PLAIN

PLAIN_TOKEN = UUID(int=1)


def letter(body: str, subject: str = "Onderwerp", **context):
    return compose(PLAIN, Text(subject=subject, body=body), context, language="nl")


def test_a_text_becomes_paragraphs_lists_and_a_button():
    shown = letter(
        "Hallo {name},\n\n{lines}\n\n{link}\n\nGroet", name="Noor", lines=["A", "B"], link="/x/"
    )
    assert shown.plain == ("Hallo Noor,\n\n- A\n- B\n\nGa verder:\nhttp://testserver/x/\n\nGroet\n")


def test_what_was_not_given_is_left_out():
    assert letter("Hallo {name},\n\n{lines}\n\n{link}").plain == "Hallo ,\n"


@pytest.mark.parametrize(
    "body",
    [
        "{name.__class__}",
        "{name!r}",
        "{person}",
        "{0}",
        "{}",
        "{name:>10}",
        "{lines[0]}",
        "een { los",
        "een } los",
        "Doe {lines} nu",
        "{link}: klik",
        "",
    ],
)
def test_whatever_cannot_be_filled_in_is_refused(body):
    assert problems(PLAIN, Text(subject="Onderwerp", body=body))


@pytest.mark.parametrize("subject", ["", "Een\nBcc: x", "x" * 121, "Van {name}", "{lines}"])
def test_a_subject_is_one_short_line_that_says_nothing_personal(subject):
    assert problems(PLAIN, Text(subject=subject, body="Goed"))


def test_a_value_is_never_read_as_a_text():
    assert letter("Hallo {name}", name="{lines}").plain == "Hallo {lines}\n"


def test_a_link_leads_to_our_own_site_only():
    for link in ("https://evil.example/", "//evil.example/", "javascript:alert(1)"):
        with pytest.raises(ValueError, match="no path"):
            letter("{link}", link=link)


def test_html_shows_text_and_no_tags():
    page = render_page(letter("Hallo {name}", name="<script>alert(1)</script>"), language="nl")
    assert "<script" not in page
    assert "&lt;script&gt;" in page


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_mail_has_a_text_and_an_accessible_page_with_nothing_from_outside(language):
    notice = NoticeFactory()
    shown = compose(PLAIN, PLAIN.texts[language], PLAIN.sample, language=language)
    with override("en"):
        made = to_mail(shown, to="noor@example.test", token=notice.token, language=language)
    made.send()
    sent = mail.outbox[0]
    page = str(sent.alternatives[0][0])
    assert f'<html lang="{language}">' in page
    assert "<title>" in page
    assert 'style="' in page
    assert all(part not in page for part in ("<img", "<link", "<script", "<style", "url("))
    assert ("Hulp" in sent.body) == (language == "nl")
    assert "http://testserver/en/" not in sent.body or language == "en"
    assert sent.message()["Auto-Submitted"] == "auto-generated"
    assert sent.message()["Message-ID"] == f"<notice.{notice.token.hex}@testserver>"


def test_bounces_go_to_a_mailbox_of_their_own(settings):
    settings.BOUNCES_TO = "retour@kompas.example"
    made = to_mail(letter("Hallo"), to="noor@example.test", token=PLAIN_TOKEN, language="nl")
    assert made.from_email == "retour@kompas.example"
    assert made.message()["From"] == settings.DEFAULT_FROM_EMAIL


@pytest.mark.parametrize("spec", list(declared()), ids=lambda spec: spec.kind)
def test_every_kind_of_the_site_is_whole(spec: NoticeSpec):
    assert not list(problems_of(spec))


def test_a_kind_that_is_not_whole_is_found():
    broken = NoticeSpec(
        kind="Broken",
        title="Broken",
        texts={"nl": Text(subject="Van {name}", body="{other}")},
        subject_placeholders=frozenset({"x"}),
        refresh="notifications.nowhere",
    )
    found = " ".join(problems_of(broken))
    for part in ("write its kind", "'x'", "{other}", "no text in 'en'", "refresh"):
        assert part in found
