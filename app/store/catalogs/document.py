"""YAML text to plain values, each with its line. A small and strict part of YAML, read in constant depth.

Truth values are ``true`` and ``false`` only, whole numbers and decimals are exact (``int``, ``Decimal``),
everything else is text: no dates, no ``yes``, no ``1:30`` turned into a number. Aliases, tags and several
documents are refused, so that a file cannot grow when it is read.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeAlias

import yaml

from app.store.catalogs.files import Files
from app.store.catalogs.problems import CatalogInvalid, Problem

KeyPath: TypeAlias = tuple[str | int, ...]
Plain: TypeAlias = object

# A product of 15,000 attributes with a rule each, as imports write them, has 10 MB.
MAX_BYTES = 32_000_000
_MAX_DEPTH = 24
_INTEGER = re.compile(r"[-+]?[0-9]{1,18}")
_DECIMAL = re.compile(r"[-+]?[0-9]{1,18}\.[0-9]{1,18}")
_WORDS: Mapping[str, Plain] = {"true": True, "false": False, "": None, "~": None, "null": None}
# The C parser of the same library reads the same events ten times faster; it is missing on some platforms.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Document:
    """``lines`` has the line of every key and item by its path; the whole document is ``()``.

    ``columns`` likewise, of a document that was read closely.
    """

    file: str
    data: Plain
    lines: Mapping[KeyPath, int]
    columns: Mapping[KeyPath, int] = field(default_factory=dict)

    def problem(self, path: KeyPath, message: str, code: str = "") -> Problem:
        """A problem at the nearest place to ``path`` that stands in the file."""
        known = path
        while known and known not in self.lines:
            known = known[:-1]
        line, column = self.lines.get(known, 1), self.columns.get(known, 0)
        return Problem(self.file, line, spell(path), message, column, code)


def spell(path: KeyPath) -> str:
    """``steps[0].attributes[2].prices.EUR``, items counted from 1 as people do."""
    parts = (f"[{step + 1}]" if isinstance(step, int) else f".{step}" for step in path)
    return "".join(parts).removeprefix(".")


def read_document(files: Files, name: str) -> Document:
    """Raises CatalogInvalid for a file that cannot be read as YAML of the above kind."""
    return _read(files, name, _Reading(name))


def read_closely(files: Files, name: str) -> Document:
    """The same with columns, which take as much memory again as lines do."""
    return _read(files, name, _Reading(name, columns={}))


def _read(files: Files, name: str, reading: "_Reading") -> Document:
    text = read_text(files, name)
    try:
        return reading.document(yaml.parse(text, Loader=_LOADER))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise CatalogInvalid([Problem(name, line, "", _advice(error, text, line))]) from None
    except yaml.YAMLError:
        message = "the file has characters that YAML does not allow; save it as plain UTF-8 text"
        raise CatalogInvalid([Problem(name, 1, "", message)]) from None


def read_text(files: Files, name: str) -> str:
    """Raises CatalogInvalid for a file that is too large or not UTF-8."""
    try:
        size = files.size(name)
        if size > MAX_BYTES:
            message = (
                f"the file has {size} bytes, at most {MAX_BYTES} are read; split the product or the table"
            )
            raise CatalogInvalid([Problem(name, 1, "", message)])
        return files.read(name).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = f"byte {error.start + 1} is not UTF-8; save the file as UTF-8"
        raise CatalogInvalid([Problem(name, 1, "", message)]) from None
    except OSError as error:
        message = f"the file cannot be read ({error.strerror}); give it to the user that runs this"
        raise CatalogInvalid([Problem(name, 1, "", message)]) from None


def _advice(error: yaml.MarkedYAMLError, text: str, line: int) -> str:
    lines = text.splitlines()
    shown = lines[line - 1] if line <= len(lines) else ""
    if "alias" in f"{error.context} {error.problem}":
        return 'a bare * starts an alias in YAML; write "*" in quotes'
    if "\t" in shown[: len(shown) - len(shown.lstrip())]:
        return "a tab indents this line; indent with spaces"
    if "mapping values are not allowed" in str(error.problem):
        return 'a text with ": " in it, or wrong indentation; put the text in quotes'
    return (
        f"this is not YAML: {error.problem or error.context}; look at quotes, brackets and indentation nearby"
    )


@dataclass(slots=True)
class _Open:
    """A mapping or list that is being read."""

    path: KeyPath
    content: dict[str, Plain] | list[Plain]
    key: str | None = None


@dataclass(slots=True)
class _Reading:
    file: str
    lines: dict[KeyPath, int] = field(default_factory=lambda: {(): 1})
    columns: dict[KeyPath, int] | None = None
    open: list[_Open] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    root: Plain = None
    documents: int = 0

    def document(self, events: Iterator[yaml.Event]) -> Document:
        for event in events:
            self.take(event)
        if self.problems:
            raise CatalogInvalid(self.problems)
        return Document(self.file, self.root, self.lines, self.columns or {})

    def take(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                self.stop(event, 'one document a file; remove the line "---"')
        elif isinstance(event, yaml.AliasEvent):
            self.stop(event, 'aliases are not read; write the content again, or "*" in quotes for any value')
        elif isinstance(event, yaml.CollectionEndEvent):
            self.open.pop()
        elif isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent):
            self.node(event)

    def node(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> None:
        if event.tag is not None:
            self.stop(event, f"tags are not read; remove {event.tag}")
        if isinstance(event, yaml.ScalarEvent):
            self.scalar(event)
        else:
            self.collection(event)

    def collection(self, event: yaml.NodeEvent) -> None:
        if len(self.open) >= _MAX_DEPTH:
            self.stop(event, f"lists and mappings stand more than {_MAX_DEPTH} deep in each other")
        if self.open and isinstance(self.open[-1].content, dict) and self.open[-1].key is None:
            self.stop(event, "a key is a word, not a list or mapping; put it in quotes")
        content: dict[str, Plain] | list[Plain] = {} if isinstance(event, yaml.MappingStartEvent) else []
        self.open.append(_Open(self.put(event, content), content))

    def scalar(self, event: yaml.ScalarEvent) -> None:
        holder = self.open[-1] if self.open else None
        if holder and isinstance(holder.content, dict) and holder.key is None:
            self.key(event, holder)
        else:
            self.put(event, _value(event))

    def key(self, event: yaml.ScalarEvent, holder: _Open) -> None:
        holder.key = event.value
        path = (*holder.path, event.value)
        line = _line(event)
        if path in self.lines:
            message = (
                f'the key "{event.value}" stands here twice, first in line {self.lines[path]}; remove one'
            )
            self.problems.append(Problem(self.file, line, spell(path), message))
        self.mark(path, event)

    def mark(self, path: KeyPath, event: yaml.Event) -> None:
        self.lines[path] = _line(event)
        if self.columns is not None:
            self.columns[path] = _column(event)

    def put(self, event: yaml.NodeEvent, value: Plain) -> KeyPath:
        """Stores a value where it belongs and gives its path."""
        if not self.open:
            self.root = value
            return ()
        holder = self.open[-1]
        if isinstance(holder.content, list):
            path = (*holder.path, len(holder.content))
            holder.content.append(value)
            self.mark(path, event)
            return path
        key, holder.key = holder.key or "", None
        holder.content[key] = value
        return (*holder.path, key)

    def stop(self, event: yaml.Event, message: str) -> None:
        self.problems.append(Problem(self.file, _line(event), "", message))
        raise CatalogInvalid(self.problems)


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


def _column(event: yaml.Event) -> int:
    return event.start_mark.column + 1 if event.start_mark else 0


def _value(event: yaml.ScalarEvent) -> Plain:
    text: str = event.value
    return text if event.style else plain_value(text)


def plain_value(text: str) -> Plain:
    """What a text without quotes is read as."""
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    return Decimal(text) if _DECIMAL.fullmatch(text) else text
