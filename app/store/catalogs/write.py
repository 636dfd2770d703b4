"""A product as imports make them, as the files of a catalog: read again, it is equal."""

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, ClassVar, Final

import yaml

from app.catalog import Attribute, Prices, Product, Rule
from app.catalog.expressions import Expression, write
from app.catalog.nesting import Body, WrittenComponent, WrittenProduct, WrittenStep
from app.errors import Refused
from app.store.catalogs.emit import text_node

# Missing on some platforms, where the slower one of the same library does.
_DUMPER: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
# Whoever imports a product says later who sells it; the files stand before that.
SELLER: Final = {
    "name": "Your company",
    "address": ["Your address"],
    "email": "quotes@example.com",
    "phone": "your number",
}


class FolderTaken(Refused):
    code: ClassVar[str] = "folder_taken"


class _Writer(_DUMPER):  # type: ignore[misc]  # which of the two depends on the platform
    """Without anchors, which the reader refuses, and with exact decimals."""

    def ignore_aliases(self, data: object) -> bool:
        return True


def _decimal(writer: Any, value: Decimal) -> Any:
    kind = "int" if value == value.to_integral_value() and "." not in f"{value:f}" else "float"
    return writer.represent_scalar(f"tag:yaml.org,2002:{kind}", f"{value:f}")


_Writer.add_representer(Decimal, _decimal)
_Writer.add_representer(str, text_node)


def write_catalog(folder: Path, product: WrittenProduct, *, note: str) -> None:
    """A new catalog of one product. ``note``: where it came from, as a comment. Raises FolderTaken."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise FolderTaken(f"{folder} is there already and holds files. Name a folder that is new or empty.")
    (folder / "products").mkdir(parents=True, exist_ok=True)
    _write(folder / "catalog.yaml", _header(product.bare), note=f"{note} Fill in the seller.")
    _write(folder / "products" / f"{product.bare.key}.yaml", _product(product), note=note)


def _write(file: Path, content: object, *, note: str) -> None:
    text = yaml.dump(content, Dumper=_Writer, sort_keys=False, allow_unicode=True, width=110)
    file.write_text(f"# {note}\n{text}", encoding="utf-8")


def _header(product: Product) -> Mapping[str, object]:
    return {
        "schema": 1,
        "name": product.name,
        "version": "1",
        "currencies": sorted(product.prices),
        "products": [product.key],
        "seller": SELLER,
        "validity_days": 30,
    }


def _product(written: WrittenProduct) -> Mapping[str, object]:
    product, body = written.bare, written.body
    return {
        "schema": 1,
        "key": product.key,
        "code": product.code,
        "name": product.name,
        "family": product.family,
        **_given(description=product.description),
        "prices": _amounts(product.prices),
        "steps": [_step(step) for step in body.steps],
        **_given(rules=[_rule(rule) for rule in body.rules]),
    }


def _step(step: WrittenStep) -> Mapping[str, object]:
    return {"key": step.key, "name": step.name, **_given(help=step.help), **_parts(step)}


def _parts(step: WrittenStep) -> Mapping[str, object]:
    plain = [one for one in step.parts if isinstance(one, Attribute)]
    components = [one for one in step.parts if isinstance(one, WrittenComponent)]
    if len(plain) + len(components) < len(step.parts):
        raise AssertionError("no import makes sets")
    return _given(
        attributes=[_attribute(one) for one in plain],
        components=[_component(one) for one in components],
    )


def _component(component: WrittenComponent) -> Mapping[str, object]:
    """Of one that has its parts without headings."""
    body = component.body or Body(())
    return {
        "key": component.key,
        "name": component.name,
        **_given(help=component.help, when=_source(component.when)),
        "minimum": component.minimum,
        "maximum": component.maximum,
        "rows": component.rows_are,
        **{key: parts for step in body.steps for key, parts in _parts(step).items()},
        **_given(rules=[_rule(rule) for rule in body.rules]),
    }


def _attribute(attribute: Attribute) -> Mapping[str, object]:
    return {
        "key": attribute.key,
        "name": attribute.name,
        "kind": attribute.kind,
        **_given(help=attribute.help, when=_source(attribute.when)),
        **_given(options=[{"key": one.key, "name": one.name} for one in attribute.options]),
        **(_range(attribute) if attribute.numeric else {}),
        **(_text(attribute) if attribute.kind == "text" else {}),
        **_given(facts=dict(attribute.facts), prices=_amounts(attribute.prices)),
        **({} if attribute.preset is None else {"preset": attribute.preset}),
    }


def _range(attribute: Attribute) -> Mapping[str, object]:
    return {"minimum": attribute.minimum, "maximum": attribute.maximum, "step": attribute.step}


def _text(attribute: Attribute) -> Mapping[str, object]:
    given = _given(pattern=attribute.pattern, pattern_text=attribute.pattern_text)
    return {**given, "longest": attribute.longest}


def _source(condition: Expression | None) -> str:
    return "" if condition is None else write(condition)


def _rule(rule: Rule) -> Mapping[str, object]:
    return {"key": rule.key, "text": rule.text, "rule": rule.source, **_given(owner=rule.owner)}


def _amounts(prices: Prices) -> Mapping[str, object]:
    return {code: int(amount) if amount == int(amount) else f"{amount:f}" for code, amount in prices.items()}


def _given(**members: object) -> dict[str, object]:
    """Those that say something."""
    return {name: value for name, value in members.items() if value}
