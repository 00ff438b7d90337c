"""docs/performance.md in sections, so that each measurement rewrites only its own."""

from pathlib import Path

TARGET = Path(__file__).resolve().parent.parent / "docs" / "performance.md"
TITLE = "# Speed"


def write_section(name: str, text: str) -> None:
    """Put a section in its place, or at the end when it is new."""
    begin, end = f"<!-- {name} -->", f"<!-- end of {name} -->"
    whole = TARGET.read_text() if TARGET.exists() else f"{TITLE}\n"
    block = f"{begin}\n\n{text.strip()}\n\n{end}"
    if begin in whole:
        before, rest = whole.split(begin, 1)
        whole = before + block + rest.split(end, 1)[1]
    else:
        whole = f"{whole.rstrip()}\n\n{block}\n"
    TARGET.write_text(whole)
