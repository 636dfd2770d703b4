"""Item numbers: what people read, a fingerprint that no two contents share, and a check character."""

from collections.abc import Mapping
from typing import Final

from app.assembly.check_character import check_character
from app.assembly.fingerprint import Content, fingerprint
from app.catalog.number_templates import filled
from app.catalog.product import Product, Value

_SEPARATOR: Final = "-"


def item_number(product: Product, values: Mapping[str, Value]) -> str:
    """Of a complete configuration: ``MX900-N78-3-7K9Q2M4TX8WBZ1C5R``; empty for a product without assembly.

    The fingerprint counts the product, the version of its assembly and of those it uses, and every attribute
    with its value or its absence. The order of anything does not count, nor does what it was needed for.
    """
    if product.assembly is None:
        return ""
    made = (one.key for one in product.attributes if not one.need)
    decided: dict[str, Content] = {key: values.get(key) for key in made}
    content: Content = {"product": product.key, "version": _version(product), "values": decided}
    return numbered(product.assembly.root.number, product, values, content=content)


def _version(product: Product) -> Content:
    own = product.assembly.version if product.assembly else ""
    return [own, {key: _version(used) for key, used in product.used.items()}] if product.used else own


def numbered(template: str, product: Product, values: Mapping[str, Value], *, content: Content) -> str:
    unchecked = f"{filled(template, product, values)}{_SEPARATOR}{fingerprint(content)}"
    return unchecked + check_character(unchecked)
