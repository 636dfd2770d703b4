"""Content made printable with the fonts at hand: what they cannot show is replaced, and readers are told."""

import json
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields, is_dataclass
from typing import Final

from app.documents.content import DocumentContent
from app.documents.glyphs import Coverage
from app.documents.plain_text import UNSHOWABLE

NO_BREAK: Final = "\u00a0"
ALIKE: Final[Mapping[int, str]] = {0x202F: NO_BREAK}
"""What may stand for a character without anybody missing something: a space for a narrower one."""


@dataclass(frozen=True, slots=True)
class Unprintable:
    """A character that no font at hand shows, its name, and the parts of the content that hold it."""

    character: str
    name: str
    where: tuple[str, ...]


def printable(content: DocumentContent, coverage: Coverage) -> dict[str, object]:
    """The content as plain JSON, with ``notice`` added: empty, or the sentence about replaced characters.

    The mark is U+FFFD where the fonts have it, else a question mark. ``coverage`` includes printable ASCII,
    so that replacing never touches the syntax of JSON.
    """
    text = json.dumps(asdict(content), ensure_ascii=False)
    used = set(text)
    missing = {ord(one) for one in used} - coverage
    mark = UNSHOWABLE if ord(UNSHOWABLE) in coverage else "?"
    shown: dict[str, object] = json.loads(text.translate({one: ALIKE.get(one, mark) for one in missing}))
    marked = missing - set(ALIKE) or UNSHOWABLE in used
    return {**shown, "notice": content.glyphs_missing.format(mark=mark) if marked else ""}


def unprintable(content: DocumentContent, coverage: Coverage) -> tuple[Unprintable, ...]:
    """What ``printable`` would replace, in the order in which it is read."""
    found: dict[str, dict[str, None]] = {}
    for where, text in _texts(content):
        for one in text:
            if one == UNSHOWABLE or (ord(one) not in coverage and ord(one) not in ALIKE):
                found.setdefault(one, {})[where] = None
    return tuple(Unprintable(one, _name(one), tuple(where)) for one, where in found.items())


def _name(character: str) -> str:
    if character == UNSHOWABLE:
        return "a character that must not be printed"
    return unicodedata.name(character, f"U+{ord(character):04X}").lower()


def _texts(content: DocumentContent) -> Iterator[tuple[str, str]]:
    """Each text with the part that it stands in. The logo is a picture, the rest of the brand no text."""
    for one in fields(content):
        if one.name != "brand":
            for text in _within(getattr(content, one.name)):
                yield one.name, text


def _within(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for inner in value:
            yield from _within(inner)
    elif is_dataclass(value):
        for one in fields(value):
            yield from _within(getattr(value, one.name))
