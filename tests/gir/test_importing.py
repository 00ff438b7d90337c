"""The official text from a file: taken over whole as drafts, or refused with the line."""

from io import BytesIO, StringIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.core.management import CommandError, call_command
from docx import Document

from gir.importing.parts import ImportRefused
from gir.importing.publication import read_publication
from gir.importing.reading import LARGEST, read_official
from gir.importing.word import LARGEST_INSIDE
from gir.models import ArticlePage, ArticleVersion
from tests.gir import code

LABELS = ["1.1", "4.1", "4.5", "Bijlage"]

XML = """<?xml version="1.0" encoding="UTF-8"?>
<officiele-publicatie>
<metadata><meta name="x" content="y"/></metadata>
<staatscourant><circulaire><circulaire-tekst>
<tekst><al>Vastgesteld door de minister.</al></tekst>
<circulaire.divisie><kop><nr>1.</nr><titel>Inleiding</titel></kop>
<circulaire.divisie><kop><label>Paragraaf</label><nr>1.1</nr><titel>Waarom</titel></kop>
<tekst><al>De code <nadruk type="vet">geldt</nadruk> voor iedereen<noot><noot.nr>1</noot.nr>
<noot.al>Ook voor inhuur &amp; stage.</noot.al></noot>.</al></tekst></circulaire.divisie>
</circulaire.divisie>
<circulaire.divisie><kop><label>Hoofdstuk</label><nr>4</nr><titel>Belangen</titel></kop>
<circulaire.divisie><kop><nr>4.1</nr><titel>Geschenken</titel></kop>
<tekst><al>Vraag eerst:</al><lijst type="expliciet">
<li><li.nr>a.</li.nr><al>mag het;</al></li>
<li><li.nr>–</li.nr><al>zie <extref doc="https://voorbeeld.test/a">de regel</extref>.</al></li>
</lijst><tussenkop>Waarde</tussenkop><al>Ten hoogste &lt;50&gt; euro.</al></tekst>
</circulaire.divisie>
<circulaire.divisie><kop><nr>4.5</nr><titel>Nevenwerk</titel></kop>
<tekst><al>Meld <extref doc="javascript:alert(1)">het</extref>.</al></tekst></circulaire.divisie>
</circulaire.divisie>
</circulaire-tekst><bijlage><kop><label>Bijlage</label><titel>Verklaring</titel></kop>
<al>Ik verklaar.</al></bijlage>
<nota-toelichting><kop><titel>Toelichting</titel></kop><al>Geen deel van de code.</al>
</nota-toelichting></circulaire></staatscourant></officiele-publicatie>
"""

MARKDOWN = """# Gedragscode

Vooraf.

# 1 Inleiding

## 1.1 Waarom

De code **geldt** voor iedereen.

# Hoofdstuk 4 Belangen

## 4.1 Geschenken

Vraag eerst:

- mag het;
- wil ik het.

### Waarde

Ten hoogste 50 euro. <script>x</script>

## 4.5. Nevenwerk

Meld het.

# Bijlage: verklaring

Ik verklaar.
"""


def put(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def word(folder: Path, *, without: str = "") -> Path:
    document = Document()
    document.add_heading("Gedragscode", 0)
    document.add_heading("1 Inleiding", 1)
    document.add_heading("1.1 Waarom", 2)
    document.add_paragraph("De code ").add_run("geldt").bold = True
    document.add_heading("4 Belangen", 1)
    for label in ("4.1 Geschenken", "4.5 Nevenwerk"):
        if label != without:
            document.add_heading(label, 2)
            document.add_paragraph("mag het", style="List Bullet")
            document.add_paragraph("wil ik het", style="List Bullet")
            document.add_paragraph("Meer dan < 50.")
    document.add_heading("Bijlage", 1)
    document.add_paragraph("Ik verklaar.")
    path = folder / "code.docx"
    document.save(str(path))
    return path


def html(path: Path) -> dict[str, str]:
    return {one.label: one.html for one in read_official(path, LABELS).articles}


def refused(path: Path) -> str:
    with pytest.raises(ImportRefused) as told:
        read_official(path, LABELS)
    return str(told.value)


def test_the_xml_of_the_publication_becomes_text_that_the_editor_knows(tmp_path: Path) -> None:
    assert html(put(tmp_path, "code.xml", XML)) == {
        "1.1": "<p>De code <b>geldt</b> voor iedereen [1].</p>"
        "<p>[1] Ook voor inhuur &amp; stage.</p>",
        "4.1": "<p>Vraag eerst:</p><ul><li>a. mag het;</li>"
        '<li>zie <a href="https://voorbeeld.test/a">de regel</a>.</li></ul>'
        "<h3>Waarde</h3><p>Ten hoogste &lt;50&gt; euro.</p>",
        "4.5": "<p>Meld het.</p>",
        "Bijlage": "<p>Ik verklaar.</p>",
    }


def test_markdown_and_word_become_the_same_kind_of_text(tmp_path: Path) -> None:
    markdown = html(put(tmp_path, "code.md", MARKDOWN))
    assert list(markdown) == LABELS
    assert "<li>mag het;</li>" in markdown["4.1"]
    assert "<h3>Waarde</h3>" in markdown["4.1"]
    assert "<script" not in markdown["4.1"]
    assert html(word(tmp_path)) == {
        "1.1": "<p>De code <b>geldt</b></p>",
        "4.1": "<ul><li>mag het</li><li>wil ik het</li></ul><p>Meer dan &lt; 50.</p>",
        "4.5": "<ul><li>mag het</li><li>wil ik het</li></ul><p>Meer dan &lt; 50.</p>",
        "Bijlage": "<p>Ik verklaar.</p>",
    }


DOCTYPE = "<!DOCTYPE a {}><officiele-publicatie>"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("</tussenkop>", "", ["Regel 16: Dit is geen geldige XML"]),
        ("<officiele-publicatie>", DOCTYPE.format('[<!ENTITY b "c">]'), ["Regel 2: "]),
        ("<officiele-publicatie>", DOCTYPE.format('SYSTEM "file:///etc/passwd"'), ["Regel 2: "]),
        (
            "<nr>4.1</nr>",
            "<nr>5.1</nr>",
            ["Regel 12: De editie heeft geen artikel 5.1", "18: Artikel 4.1 ontbreekt"],
        ),
        (
            "<nr>4.5</nr>",
            "<nr>4.1</nr>",
            ["Regel 18: Artikel 4.1 staat hier voor de tweede", "4.5 ontbreekt"],
        ),
        ("<nr>4.5</nr>", "<nr></nr>", ["Artikel 4.5 ontbreekt"]),
        ("<nr>4</nr>", "<nr>3</nr>", ["Regel 12: Artikel 4.1 staat in hoofdstuk 3", "Regel 18: "]),
        ("<al>Ik verklaar.</al>", "", ["Regel 21: Artikel Bijlage heeft geen tekst"]),
        ("<al>Ik verklaar.</al>", "<x>Ik verklaar.</x>", ["Regel 22: Hier staat tekst in <x>"]),
    ],
)
def test_a_wrong_xml_file_is_refused_with_its_lines(
    tmp_path: Path, old: str, new: str, told: list[str]
) -> None:
    assert XML.count(old) == 1
    said = refused(put(tmp_path, "code.xml", XML.replace(old, new)))
    for part in told:
        assert part in said


def test_the_order_and_the_lines_of_markdown_are_told(tmp_path: Path) -> None:
    lines = MARKDOWN.splitlines()
    swapped = [*lines[:23], *lines[27:], *lines[22:27]]
    said = refused(put(tmp_path, "code.md", "\n".join(swapped)))
    assert said == "Regel 28: Artikel 4.5 staat na Bijlage. De volgorde klopt niet."
    said = refused(put(tmp_path, "code.md", MARKDOWN.replace("4.5. ", "4.9 ")))
    assert said.splitlines() == [
        "Regel 24: De editie heeft geen artikel 4.9.",
        "Regel 28: Artikel 4.5 ontbreekt. Het hoort vóór deze plek te staan.",
    ]


def test_the_paragraph_is_told_for_word(tmp_path: Path) -> None:
    said = refused(word(tmp_path, without="4.1 Geschenken"))
    assert said == "Alinea 6: Artikel 4.1 ontbreekt. Het hoort vóór deze plek te staan."


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("code.xml", b"", "leeg"),
        ("code.md", b" \n ", "leeg"),
        ("code.md", b"Alleen tekst.", "geen artikel"),
        ("code.md", b"## 1.1 A\n\nB\n\xff", "Regel 4: "),
        ("code.md", b"PK\x03\x04\0\0", "tekstbestand"),
        ("code.xml", b"PK\x03\x04", "XML"),
        ("code.xml", b"<html><body>1.1</body></html>", "webpagina"),
        ("code.docx", MARKDOWN.encode(), "Word"),
        ("code.pdf", b"%PDF", ".docx"),
        ("code.xml", b"<a>" * 500, "Regel 1: "),
    ],
)
def test_a_file_that_is_something_else_is_refused(
    tmp_path: Path, name: str, content: bytes, told: str
) -> None:
    assert told in refused(put(tmp_path, name, content))


def test_large_files_and_bombs_are_refused_before_they_are_read(tmp_path: Path) -> None:
    path = tmp_path / "code.xml"
    with path.open("wb") as file:
        file.truncate(50 * 1024 * 1024)
    assert LARGEST < 50 * 1024 * 1024
    assert "10 MB" in refused(path)
    bomb = BytesIO()
    with (
        ZipFile(bomb, "w", compression=8) as folder,
        folder.open("word/document.xml", "w") as inner,
    ):
        for _ in range(LARGEST_INSIDE // 2**20 + 1):
            inner.write(b" " * 2**20)
    assert "uitgepakt" in refused(put(tmp_path, "code.docx", bomb.getvalue()))
    unsafe = BytesIO()
    with ZipFile(unsafe, "w") as folder:
        folder.writestr("word/document.xml", '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///x">]><a/>')
    assert "DOCTYPE" in refused(put(tmp_path, "code.docx", unsafe.getvalue()))


def test_the_newer_schema_is_read_too() -> None:
    parts = read_publication(
        b"<Regeling><Divisie><Kop><Nummer>4.1</Nummer><Opschrift>G</Opschrift></Kop>"
        b"<Inhoud><Al>Een <i>gift</i>.</Al></Inhoud></Divisie></Regeling>"
    )
    assert [getattr(part, "text", None) or part.html for part in parts] == [
        "4.1 G",
        "<p>Een <i>gift</i>.</p>",
    ]


@pytest.fixture
def loaded() -> None:
    articles = {"1-1": "A", "4-1": "50 euro", "4-5": "Meld", "bijlage": {"label": "Bijlage"}}
    code.edition(articles=articles)


def official() -> dict[str, str]:
    pages = [page.get_latest_revision_as_object() for page in ArticlePage.objects.all()]
    return {page.label: page.official_text for page in pages}


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("loaded")
def test_the_text_waits_as_drafts_until_an_editor_approves_it(tmp_path: Path) -> None:
    path = put(tmp_path, "code.xml", XML)
    said = StringIO()
    call_command("import_gir", path, dry_run=True, stdout=said)
    assert "4 artikelen" in said.getvalue()
    assert set(official().values()) == {""}
    call_command("import_gir", path, edition="2020", stdout=StringIO())
    assert official()["4.5"] == "<p>Meld het.</p>"
    assert set(ArticleVersion.objects.values_list("official_text", flat=True)) == {""}
    before = [page.latest_revision_id for page in ArticlePage.objects.order_by("pk")]
    call_command("import_gir", path, stdout=StringIO())
    assert [page.latest_revision_id for page in ArticlePage.objects.order_by("pk")] == before
    draft = ArticlePage.objects.get(key="4-5").get_latest_revision_as_object()
    assert draft.has_unpublished_changes
    draft.save_revision().publish()
    version = code.version("4-5")
    assert (version.number, version.rule) == (2, "<p>Meld</p>")
    assert version.official_text == "<p>Meld het.</p>"
    assert version.change_note == "De officiële tekst staat er nu bij, naast de gewone taal."


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("loaded")
def test_a_refused_file_changes_nothing(tmp_path: Path) -> None:
    wrong = put(tmp_path, "code.xml", XML.replace("<nr>4.5</nr>", "<nr>4.7</nr>"))
    with pytest.raises(CommandError, match=r"Er is niets veranderd\."):
        call_command("import_gir", wrong)
    ArticlePage.objects.filter(key="1-1").update(locked=True)
    with pytest.raises(CommandError, match=r"Regel 7: Artikel 1\.1 is op slot"):
        call_command("import_gir", put(tmp_path, "code.xml", XML))
    with pytest.raises(CommandError, match="load_gir"):
        call_command("import_gir", wrong, edition="bestaat-niet")
    assert set(official().values()) == {""}
