"""The text of HTML that was cleaned before: words, and the blocks that they stand in."""

from dataclasses import dataclass
from html.parser import HTMLParser

_HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})
_BLOCKS = _HEADINGS | {"p", "li", "ul", "ol", "blockquote", "td", "th", "tr"}


@dataclass(frozen=True, slots=True, kw_only=True)
class TextBlock:
    """A paragraph, a heading or an item of a list. The address of a link follows its words."""

    kind: str
    text: str


class _Blocks(HTMLParser):
    def __init__(self, *, with_links: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[TextBlock] = []
        self.addresses: list[str] = []
        self._with_links = with_links
        self._kinds: list[str] = []
        self._links: list[str] = []
        self._words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS:
            self.flush()
            self._kinds.append(tag)
        elif tag == "a":
            self._links.append(dict(attrs).get("href") or "")
            self.addresses.append(self._links[-1])
        elif tag == "br":
            self._words.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.flush()
            if self._kinds:
                self._kinds.pop()
        elif tag == "a" and self._links:
            address = self._links.pop()
            if self._with_links and address:
                self._words.append(f" ({address})")

    def handle_data(self, data: str) -> None:
        self._words.append(data)

    def flush(self) -> None:
        text = " ".join("".join(self._words).split())
        self._words = []
        if text:
            self.blocks.append(TextBlock(kind=self._kind(), text=text))

    def _kind(self) -> str:
        kind = self._kinds[-1] if self._kinds else "p"
        if kind in _HEADINGS:
            return "heading"
        return "item" if kind == "li" else "paragraph"


def blocks_of(html: str, *, with_links: bool = False) -> tuple[TextBlock, ...]:
    """Return the blocks of a text in order; with links also where they lead to."""
    parser = _Blocks(with_links=with_links)
    parser.feed(html)
    parser.close()
    parser.flush()
    return tuple(parser.blocks)


def text_of(html: str) -> str:
    """Return the text of HTML on one line."""
    return " ".join(block.text for block in blocks_of(html))


def links_of(html: str) -> tuple[str, ...]:
    """Return where the links of a text lead to, in order."""
    parser = _Blocks(with_links=False)
    parser.feed(html)
    parser.close()
    return tuple(parser.addresses)
