"""Values of attributes in forms: text out, text in; and keys as ids of a page."""

import re
from decimal import Decimal

from app.catalog import Product, Value

_NUMBER = re.compile(r"-?[0-9]{1,9}")
_DECIMAL = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,12})?")


def dom_id(key: str) -> str:
    """``radios.2.band`` as ``radios-2-band``: periods would start a class in a selector."""
    return key.replace(".", "-")


def spelled(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def read(product: Product, attribute: str, text: str) -> object:
    """What the text means for that attribute; the text itself where it means nothing: a verb refuses it."""
    known = product.attribute(attribute)
    kind = known.kind if known else ""
    if kind == "boolean" and text in ("true", "false"):
        return text == "true"
    if kind == "integer" and _NUMBER.fullmatch(text):
        return int(text)
    if kind == "decimal" and _DECIMAL.fullmatch(text):
        return Decimal(text)
    return text


def worded(product: Product, attribute: str, *, value: object) -> str:
    """``Frequency band: n78 3.5 GHz``, ``Sectors: 3``."""
    known = product.attribute(attribute)
    if known is None:
        return str(value)
    if known.kind == "boolean":
        return f"{known.name}: {'yes' if value else 'no'}"
    option = known.option(value) if isinstance(value, str) else None
    return f"{known.name}: {option.name if option else f'{value} {known.unit}'.rstrip()}"
