"""Templates of item numbers: ``MX900-{band}-{length:04}``."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, TypeAlias

from app.catalog.assembly import ABSENT, Codes
from app.catalog.expressions.tree import Scalar
from app.catalog.product import Attribute, Product

LONGEST: Final = 22
"""Of what the template makes. With fingerprint and check character 40 in all: so many fit an ERP system."""

CODE: Final = re.compile(r"[0-9A-Z]{0,8}")
_LITERAL: Final = re.compile(r"[0-9A-Z ._/-]*")
_FIELD: Final = re.compile(r"\{([^{}]*)\}")
_INSIDE: Final = re.compile(r"([a-z][a-z0-9_.]*)(?::0([1-9]))?")
_NO_CODE: Final = "X"
_TEXT_SHOWN: Final = 8


@dataclass(frozen=True, slots=True)
class Field:
    """The code of an attribute's value; a number is filled up with zeros to ``digits``."""

    attribute: str
    digits: int = 0


Piece: TypeAlias = str | Field


class TemplateInvalid(ValueError):
    """The text says what to write instead."""


def read_template(template: str) -> tuple[Piece, ...]:
    """Raises TemplateInvalid."""
    pieces: list[Piece] = []
    for place, text in enumerate(_FIELD.split(template)):
        if place % 2:
            pieces.append(_field(text))
        elif not _LITERAL.fullmatch(text):
            raise TemplateInvalid(
                f'"{text}" holds more than capital letters, digits, space and . _ / -; '
                "an attribute stands in braces: {band}"
            )
        elif text:
            pieces.append(text)
    return tuple(pieces)


def renamed(template: str, name: Callable[[str], str]) -> str:
    """With other names of attributes; what is no field stays as it is, for the checks to refuse."""

    def field(found: re.Match[str]) -> str:
        inside = _INSIDE.fullmatch(found[1])
        return f"{{{name(inside[1])}{found[1][len(inside[1]) :]}}}" if inside else found[0]

    return _FIELD.sub(field, template)


def fields(template: str) -> frozenset[str]:
    """The attributes that the template names. Raises TemplateInvalid."""
    return frozenset(piece.attribute for piece in read_template(template) if isinstance(piece, Field))


def filled(template: str, product: Product, values: Mapping[str, Scalar]) -> str:
    """The template with the code of each value. Raises TemplateInvalid."""
    return "".join(
        piece if isinstance(piece, str) else _shown(piece, product, values.get(piece.attribute))
        for piece in read_template(template)
    )


def code(attribute: Attribute, value: Scalar | None, codes: Codes) -> str:
    """The owner's code of a value, or the one that it has by itself: ``n78`` is N78, a yes Y, absent X."""
    own = codes.get(without_rows(attribute.key), {})
    key = ABSENT if value is None else written(value)
    return own[key] if key in own else _of_itself(value)


def without_rows(key: str) -> str:
    """The key as codes name it, alike for all rows of a component: of ``radios.2.band`` ``radios.band``."""
    return ".".join(part for part in key.split(".") if not part.isdigit())


def written(value: Scalar) -> str:
    """A value as catalogs write it: ``true``, ``n78``, ``12``, ``2.50``."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def longest(template: str, product: Product) -> int:
    """Characters that the template can come to. Raises TemplateInvalid."""
    return sum(
        len(piece) if isinstance(piece, str) else max(len(one) for one in _all_shown(piece, product))
        for piece in read_template(template)
    )


def _shown(field: Field, product: Product, value: Scalar | None) -> str:
    attribute = product.attribute(field.attribute)
    if attribute is None:
        raise TemplateInvalid(f'there is no attribute "{field.attribute}"')
    codes = product.assembly.codes if product.assembly else {}
    return code(attribute, value, codes).rjust(field.digits, "0")


def _all_shown(field: Field, product: Product) -> Iterator[str]:
    attribute = product.attribute(field.attribute)
    for value in (None, *(_extremes(attribute) if attribute else ())):
        yield _shown(field, product, value)


def _field(text: str) -> Field:
    found = _INSIDE.fullmatch(text)
    if found is None:
        raise TemplateInvalid(f'"{{{text}}}" is no field; write {{band}}, or {{length:04}} for four digits')
    return Field(found[1], int(found[2] or 0))


def _extremes(attribute: Attribute) -> Iterable[Scalar]:
    if attribute.kind == "text":
        return ("X" * min(attribute.longest, _TEXT_SHOWN),)
    if attribute.numeric:
        return (attribute.number(0), attribute.number(max(0, attribute.size - 1)))
    return attribute.values


def _of_itself(value: Scalar | None) -> str:
    if value is None:
        return _NO_CODE
    if isinstance(value, bool):
        return "Y" if value else "N"
    text = written(value).upper()
    if isinstance(value, str):
        return "".join(character for character in text if character.isascii() and character.isalnum())[
            :_TEXT_SHOWN
        ]
    return text.replace("-", "M").replace(".", "P")
