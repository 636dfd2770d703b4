"""Validated content of what is asked to values of the business."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from app.catalog import Attribute, AttributeKey, Option, Period, Value
from app.catalog.expressions import Expression
from app.store.catalogs.fields import is_amount

Content = Mapping[str, Any]

_KNOWN = ("minimum", "maximum", "step", "unit", "pattern", "pattern_text", "longest")


def attribute_of(
    content: Content, *, options: tuple[Option, ...], when: Expression | None, need: bool, **said: Any
) -> Attribute:
    """A need has no prices and nothing that is proposed or holds. ``said``: its texts."""
    kind = content["kind"]
    given = {name: _bound(content[name], kind) for name in _KNOWN if name in content}
    return Attribute(
        key=AttributeKey(content["key"]),
        kind=kind,
        help=content["help"],
        options=options,
        prices=content.get("prices", {}),
        facts=content["facts"],
        when=when,
        default=_value(content.get("default"), kind),
        preset=_value(content.get("preset"), kind),
        period=period_of(content),
        need=need,
        **said,
        **given,
    )


def option_of(content: Content, **said: Any) -> Option:
    """``said``: its name, and that by language."""
    keys = ("key", "help", "prices", "facts")
    return Option(**{key: content[key] for key in keys if key in content}, period=period_of(content), **said)


def period_of(content: Content) -> Period:
    return Period(content["first"], content["last"])


def _bound(value: object, kind: str) -> Any:
    return Decimal(value) if kind == "decimal" and isinstance(value, int) else value


def _value(value: Value | None, kind: str) -> Value | None:
    """A decimal may stand in quotes too, as amounts do."""
    return Decimal(value) if kind == "decimal" and isinstance(value, str) and is_amount(value) else value
