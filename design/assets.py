"""Make the style sheet and the icon sprite from our CSS, the npm packages and PyPI's lucide."""

import re
import shutil
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import lucide

HERE = Path(__file__).parent
LAYERS = "@layer base, floor, vendor, tokens, theme, parts, pages, utilities;\n"
VENDOR = (
    *(
        f"@nl-design-system-candidate/{name}-css/dist/{name}.css"
        for name in (
            "button",
            "data-badge",
            "heading",
            "link",
            "number-badge",
            "paragraph",
            "skip-link",
        )
    ),
    *(
        f"@utrecht/{name}-css/dist/index.css"
        for name in (
            "alert",
            "breadcrumb-nav",
            "checkbox",
            "data-list",
            "form-field",
            "form-field-description",
            "form-field-error-message",
            "form-fieldset",
            "form-label",
            "ordered-list",
            "pagination",
            "radio-button",
            "select",
            "table",
            "textarea",
            "textbox",
            "unordered-list",
        )
    ),
)
OWN = ("tokens", "base", "floor", "parts", "pages", "utilities")
ALWAYS = ("languages", "circle-user", "menu", "life-buoy", "log-out")


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """What was made, and which packages were not there."""

    css_bytes: int
    icons: int
    missing: tuple[str, ...]


def build(*, root: Path, out: Path, theme: str = "", also: Iterable[Path] = ()) -> Built:
    """Write site.css, the fonts and sprite.svg below `out`; packages that are absent are left out.

    `also` are folders of apps outside this project, such as an installed course, that name icons.
    """
    out.mkdir(parents=True, exist_ok=True)
    modules = root / "node_modules"
    missing = [name for name in VENDOR if not (modules / name).exists()]
    parts = [LAYERS]
    parts += [_layer("vendor", _vendor(modules / name)) for name in VENDOR if name not in missing]
    parts.append(_fonts(modules, out, missing))
    parts += [_layer(name, _clean(HERE / "css" / f"{name}.css")) for name in OWN]
    if theme:
        parts.append(_layer("theme", _clean(Path(theme))))
    css = "\n".join(parts)
    (out / "site.css").write_text(css)
    icons = sorted(used_icons(root, also))
    (out / "sprite.svg").write_text(sprite(icons))
    return Built(css_bytes=len(css), icons=len(icons), missing=tuple(missing))


def _clean(path: Path) -> str:
    text = re.sub(r"@charset[^;]+;", "", path.read_text())
    return re.sub(r"/\*# sourceMappingURL.*?\*/", "", text)


def _vendor(path: Path) -> str:
    """Return what a package says, without red for a field that nobody has touched yet.

    `:invalid` holds for an empty field that must be filled in from the moment it is drawn.
    """
    return re.sub(r":invalid\b", ":user-invalid", _clean(path))


def _layer(name: str, text: str) -> str:
    return f"@layer {name} {{\n{text}\n}}"


def _fonts(modules: Path, out: Path, missing: list[str]) -> str:
    text = (HERE / "css" / "fonts.css").read_text()
    faces = []
    for face in re.findall(r"@font-face \{[^}]*\}", text):
        source = modules / re.search(r'url\("([^"]+)"\)', face).group(1)  # type: ignore[union-attr]
        if not source.exists():
            missing.append(source.name)
            continue
        shutil.copyfile(source, out / source.name)
        faces.append(re.sub(r'url\("[^"]+"\)', f'url("{source.name}")', face))
    return "\n".join(faces)


def used_icons(root: Path, also: Iterable[Path] = ()) -> set[str]:
    """Return the names of icons that templates and code mention anywhere between quotes.

    Wider than needed: a name that is also a common word costs 200 bytes, a missed one is a hole.
    """
    known = icon_names()
    found = set(ALWAYS)
    for path in _sources(root, also):
        found.update(re.findall(r"""["']([a-z][a-z0-9-]+)["']""", path.read_text()))
    return found & known


def _sources(root: Path, also: Iterable[Path]) -> Iterator[Path]:
    own = (path.parent for path in root.glob("*/apps.py"))
    courses = (path.parent for path in root.glob("courses/*/apps.py"))
    for app in sorted({*own, *courses, *also}):
        yield from app.rglob("*.html")
        yield from app.rglob("*.py")


def icon_names() -> set[str]:
    """Return all names that Lucide has."""
    with zipfile.ZipFile(Path(lucide.__file__).parent / "lucide.zip") as archive:
        return {name.removesuffix(".svg") for name in archive.namelist()}


def sprite(names: Iterable[str]) -> str:
    """Return one SVG with a symbol for each icon."""
    with zipfile.ZipFile(Path(lucide.__file__).parent / "lucide.zip") as archive:
        symbols = [_symbol(name, archive.read(f"{name}.svg").decode()) for name in names]
    return f'<svg xmlns="http://www.w3.org/2000/svg">{"".join(symbols)}</svg>\n'


def _symbol(name: str, svg: str) -> str:
    inner = re.search(r"<svg[^>]*>(.*)</svg>", svg, re.DOTALL)
    if inner is None:
        raise ValueError(name)
    body = re.sub(r"\s+", " ", inner.group(1)).strip()
    return f'<symbol id="{name}" viewBox="0 0 24 24">{body}</symbol>'
