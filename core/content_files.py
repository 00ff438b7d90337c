"""Read YAML files that people edit, and say in whole sentences what is wrong and on which line.

Every plain value is read as text ("4-1", "nee" and "1.10" stay what the author typed); the pydantic
models decide what is a number. So an author never has to know YAML's own guesses.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from re import fullmatch
from typing import Any, TypeVar

import yaml
from django.utils.translation import gettext as _
from pydantic import AfterValidator, BaseModel, ConfigDict, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

Location = tuple[str | int, ...]
T = TypeVar("T")
_LIST: TypeAdapter[list[Any]] = TypeAdapter(list[Any])


class ContentFileError(Exception):
    """One thing that is wrong in one file, with the line and a sentence on what to do."""

    def __init__(self, path: Path, line: int, message: str) -> None:
        super().__init__(path, line, message)
        self.path = path
        self.line = line
        self.message = message

    def __str__(self) -> str:
        return _("%(path)s, line %(line)d: %(message)s") % {
            "path": self.path,
            "line": self.line,
            "message": self.message,
        }


class InvalidContent(Exception):
    """Everything that is wrong in the files that were read, in order of file and line."""

    def __init__(self, errors: Iterable[ContentFileError]) -> None:
        self.errors = tuple(sorted(errors, key=lambda error: (str(error.path), error.line)))
        super().__init__(self.errors)

    def __str__(self) -> str:
        return "\n".join(str(error) for error in self.errors)


class ContentModel(BaseModel):
    """Base of what stands in a content file: nothing unknown, nothing changed afterwards."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


def wrong(message: str) -> PydanticCustomError:
    """Return the error with which a validator of a content model says what to do."""
    return PydanticCustomError("content", "{message}", {"message": message})


def matching(pattern: str, say: Callable[[], str]) -> AfterValidator:
    """Return a validator for a text of one form; `say` gives the sentence when it differs."""

    def check(value: str) -> str:
        if not fullmatch(pattern, value):
            raise wrong(say())
        return value

    return AfterValidator(check)


@dataclass(slots=True, kw_only=True)
class ContentFile:
    """The data of one file, where each part of it stands, and what was found to be wrong."""

    path: Path
    data: Any = ""
    lines: dict[Location, int] = field(default_factory=dict)
    errors: list[ContentFileError] = field(default_factory=list)

    def line(self, at: Location) -> int:
        """Return the line of a part, or of the nearest part around it."""
        while at and at not in self.lines:
            at = at[:-1]
        return self.lines.get(at, 1)

    def add_error(self, at: Location, message: str) -> None:
        """Remember that the part `at` is wrong."""
        self.errors.append(ContentFileError(self.path, self.line(at), message))

    def add_double(self, i: int, name: str) -> None:
        """Remember that part `i` of a list repeats a name of an earlier part."""
        message = _("'%(field)s' stands here twice. Remove one of them.")
        self.add_error((i,), message % {"field": name})

    def validate(self, adapter: TypeAdapter[T], value: object, at: Location = ()) -> T | None:
        """Return `value` as the adapter's type, or None after noting every error in it."""
        try:
            return adapter.validate_python(value)
        except ValidationError as invalid:
            schema = adapter.json_schema()
            errors = invalid.errors(include_url=False)
            for error in errors:
                where = (*at, *error["loc"])
                if error["type"] == "too_short" and _has_part(errors, error["loc"]):
                    continue  # pydantic does not count the parts that are wrong
                self.add_error(where, describe(error, where, schema))
        return None

    def validate_each(self, adapter: TypeAdapter[T]) -> list[T | None]:
        """Return the parts of a file that is one list, with None for each that is wrong."""
        items = self.validate(_LIST, self.data)
        return [self.validate(adapter, item, (i,)) for i, item in enumerate(items or [])]

    def texts(self) -> Iterator[tuple[Location, str]]:
        """Yield every text in the file with its place."""
        yield from _texts(self.data, ())

    def invalid(self) -> InvalidContent:
        """Return the exception with everything that was wrong."""
        return InvalidContent(self.errors)

    def raise_errors(self) -> None:
        """Raise `InvalidContent` when anything was wrong."""
        if self.errors:
            raise self.invalid()


def _has_part(errors: Iterable[ErrorDetails], at: Location) -> bool:
    return any(len(e["loc"]) > len(at) and e["loc"][: len(at)] == at for e in errors)


def _texts(data: Any, at: Location) -> Iterator[tuple[Location, str]]:
    if isinstance(data, str):
        yield at, data
    elif isinstance(data, dict | list):
        for key, value in data.items() if isinstance(data, dict) else enumerate(data):
            yield from _texts(value, (*at, key))


def read_yaml_with_lines(path: Path) -> ContentFile:
    """Return the file's data with the line of every part; raise `InvalidContent` if unreadable."""
    file = ContentFile(path=path)
    try:
        text = path.read_bytes().decode("utf-8-sig")
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except FileNotFoundError:
        raise InvalidContent([ContentFileError(path, 1, _("This file does not exist."))]) from None
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        message = _("This file is not UTF-8. Save it again as UTF-8.")
        raise InvalidContent([ContentFileError(path, line, message)]) from error
    except RecursionError as error:
        message = _("This file has too many levels. Use fewer levels of indentation.")
        raise InvalidContent([ContentFileError(path, 1, message)]) from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        raise InvalidContent([ContentFileError(path, line, _describe_yaml(error))]) from error
    if node is None:
        raise InvalidContent([ContentFileError(path, 1, _("This file is empty."))])
    file.data = _plain(node, (), file, set())
    file.raise_errors()
    return file


def _plain(node: yaml.Node, at: Location, file: ContentFile, seen: set[int]) -> Any:
    """Turn YAML nodes into dicts, lists and texts, and note the line of each."""
    file.lines.setdefault(at, node.start_mark.line + 1)
    if id(node) in seen:
        file.add_error(at, _("Write this text out in full instead of referring with & and *."))
        return ""
    seen.add(id(node))
    if isinstance(node, yaml.MappingNode):
        return _plain_mapping(node, at, file, seen)
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, (*at, i), file, seen) for i, item in enumerate(node.value)]
    return node.value


def _plain_mapping(
    node: yaml.MappingNode, at: Location, file: ContentFile, seen: set[int]
) -> dict[str, Any]:
    mapping: dict[str, Any] = {}
    for key_node, value_node in node.value:
        here = (*at, str(key_node.value))
        if here[-1] in mapping:
            message = _("'%(field)s' stands here twice. Remove one of them.") % {"field": here[-1]}
            file.errors.append(ContentFileError(file.path, key_node.start_mark.line + 1, message))
            continue
        file.lines[here] = key_node.start_mark.line + 1
        mapping[str(here[-1])] = _plain(value_node, here, file, seen)
    return mapping


def _describe_yaml(error: yaml.YAMLError) -> str:
    problem = str(getattr(error, "problem", "") or "")
    if "mapping values are not allowed" in problem:
        return _(
            "There is a colon in this text. Put quotes around the text, or start it with '>-' "
            "and write it on the next line."
        )
    if "\\t" in problem:
        return _("There is a tab here. Use spaces to indent.")
    if "single document" in problem or "another document" in problem:
        return _("'---' may only stand at the top of the file. Remove it here.")
    return _(
        "This line is not valid YAML. Look at the indentation and at the quotes, also on the "
        "line before."
    )


def suggest(name: str, allowed: Iterable[str]) -> str:
    """Return a sentence that helps somebody who mistyped a name."""
    allowed = list(allowed)
    close = get_close_matches(name, allowed, n=1)
    if close:
        return _("Did you mean '%(name)s'?") % {"name": close[0]}
    return _("Choose from: %(names)s.") % {"names": ", ".join(allowed)} if allowed else ""


def describe(error: ErrorDetails, at: Location, schema: Mapping[str, Any]) -> str:
    """Return the sentence for one pydantic error in the part `at`."""
    name = next((part for part in reversed(at) if isinstance(part, str)), _("this file"))
    if error["type"] == "content":
        return error["msg"]
    if error["type"] == "extra_forbidden":
        sentence = _("The field '%(field)s' does not exist.") % {"field": name}
        return f"{sentence} {_suggest_field(name, len(error['loc']) == 1, schema)}".strip()
    sentence_of = _SENTENCES.get(error["type"])
    if sentence_of is None:
        return _("The value of '%(field)s' is not right.") % {"field": name}
    values = {"field": name, **error.get("ctx", {})}
    if "expected" in values:
        values["expected"] = str(values["expected"]).replace(" or ", ", ")
    return sentence_of() % values


def _suggest_field(name: str, outermost: bool, schema: Mapping[str, Any]) -> str:  # noqa: FBT001
    """Suggest a field; only of the outermost model do we know which fields belong here."""
    own = list(schema.get("properties", {}))
    if outermost:
        return suggest(name, own)
    parts = schema.get("$defs", {}).values()
    every = {*own, *(field for part in parts for field in part.get("properties", {}))}
    return suggest(name, every) if get_close_matches(name, every, n=1) else ""


_SENTENCES: dict[str, Callable[[], str]] = {
    "missing": lambda: _("The field '%(field)s' is missing. Add it."),
    "string_too_short": lambda: _("'%(field)s' is empty. Write a text after the colon."),
    "string_too_long": lambda: _("'%(field)s' may have at most %(max_length)s characters."),
    "string_type": lambda: _("'%(field)s' must be one text, not a list or a group of fields."),
    "int_parsing": lambda: _("'%(field)s' must be a whole number, for example 20."),
    "int_type": lambda: _("'%(field)s' must be a whole number, for example 20."),
    "bool_parsing": lambda: _("'%(field)s' must be 'true' or 'false'."),
    "bool_type": lambda: _("'%(field)s' must be 'true' or 'false'."),
    "literal_error": lambda: _("'%(field)s' must be one of these: %(expected)s."),
    "greater_than_equal": lambda: _("'%(field)s' must be %(ge)s or more."),
    "less_than_equal": lambda: _("'%(field)s' must be %(le)s or less."),
    "too_short": lambda: _(
        "'%(field)s' has too few parts: at least %(min_length)s are needed, now there are "
        "%(actual_length)s."
    ),
    "list_type": lambda: _("'%(field)s' must be a list: start each part with a hyphen."),
    "tuple_type": lambda: _("'%(field)s' must be a list: start each part with a hyphen."),
    "model_type": lambda: _("'%(field)s' must be a group of fields, each on a line of its own."),
    "dict_type": lambda: _("'%(field)s' must be a group of fields, each on a line of its own."),
}
