"""``quotewright catalog diff``."""

import json
import sys
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import click

from app.actions.compare_catalogs import Compared, Effect, compare_catalogs
from app.catalog import Value
from app.catalog.differences import Difference
from app.cli.catalog.check import FOLDER, today
from app.cli.catalog.price_words import price_data, price_words
from app.store.catalogs import CatalogInvalid

_SIGNS: Final = {"added": ("+", "green"), "removed": ("-", "red"), "changed": ("~", "yellow")}
_LONGEST: Final = 100


@click.command()
@click.argument("old", type=FOLDER)
@click.argument("new", type=FOLDER)
@click.option("--json", "as_data", is_flag=True, help="Print the differences as JSON.")
def diff(old: Path, new: Path, *, as_data: bool) -> None:
    """Say what NEW writes differently, and what it forbids and allows, with an example for each cause.

    Ends with 0 where both are the same, 1 where they differ, 2 where one cannot be read.
    """
    try:
        compared = compare_catalogs(old, new, day=today())
    except CatalogInvalid as invalid:
        click.echo(f"{invalid.code}: {invalid.detail}", err=True)
        sys.exit(2)
    if as_data:
        click.echo(json.dumps(_as_json(compared), indent=2))
    else:
        click.echo("\n".join(_as_text(compared)))
    sys.exit(0 if compared.same else 1)


def _as_text(compared: Compared) -> Iterator[str]:
    if compared.same:
        yield f"Both are the same release ({compared.old.fingerprint[:12]})."
        return
    yield from map(_written, compared.written)
    for effect in compared.effects:
        yield from _effect(effect)
    for product, place in compared.undecided:
        yield f"? {product}: what {_place(place)} forbids or allows could not be told within bounds"
    yield from map(price_words, compared.prices)
    forbidden = sum(effect.direction == "forbidden" for effect in compared.effects)
    allowed = len(compared.effects) - forbidden
    yield f"{len(compared.written)} differences; {forbidden} causes forbid, {allowed} allow configurations"


def _written(one: Difference) -> str:
    sign, colour = _SIGNS[one.change]
    path = ".".join(one.path)
    said = f"{_short(one.before)} → {_short(one.after)}" if one.change == "changed" else ""
    return click.style(f"{sign} {path}", fg=colour) + (f": {said}" if said else "")


def _effect(effect: Effect) -> Iterator[str]:
    if effect.direction == "forbidden":
        yield click.style(
            f"{effect.product}: no longer possible, because of {_place(effect.place)}:", bold=True
        )
    else:
        yield click.style(f"{effect.product}: newly possible, {_place(effect.place)} forbade it:", bold=True)
    matters = {key: effect.example[key] for key in effect.about}
    rest = {key: value for key, value in effect.example.items() if key not in matters}
    yield f"    {_choices(matters)}"
    if rest:
        yield f"    with {_choices(rest)}"


def _choices(values: Mapping[str, Value]) -> str:
    return ", ".join(f"{key} = {_value(value)}" for key, value in values.items()) or "whatever is chosen"


def _value(value: Value) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def plain_value(value: Value) -> str | bool | int:
    """As JSON writes it: decimals as texts."""
    return str(value) if isinstance(value, Decimal) else value


def _place(place: tuple[str | int, ...]) -> str:
    match place:
        case ("attribute", key, "when"):
            return f"the condition of {key}"
        case ("attribute", key, "option", option):
            return f'the option "{option}" of {key}'
        case ("attribute", key):
            return f"the range of {key}"
    return " ".join(map(str, place))


def _short(content: object) -> str:
    plain = _plain(content)
    text = plain if isinstance(plain, str) else json.dumps(plain, ensure_ascii=False)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _plain(content: object) -> Any:
    """Exact decimals as texts."""
    if isinstance(content, Mapping):
        if set(content) == {"decimal"}:
            return content["decimal"]
        return {str(key): _plain(value) for key, value in content.items()}
    return [_plain(value) for value in content] if isinstance(content, list) else content


def _as_json(compared: Compared) -> dict[str, Any]:
    return {
        "same": compared.same,
        "old": {"version": compared.old.version, "fingerprint": compared.old.fingerprint},
        "new": {"version": compared.new.version, "fingerprint": compared.new.fingerprint},
        "written": [
            {
                "change": one.change,
                "path": list(one.path),
                "before": _plain(one.before),
                "after": _plain(one.after),
            }
            for one in compared.written
        ],
        "effects": [
            {
                "product": effect.product,
                "direction": effect.direction,
                "because": list(effect.place),
                "about": list(effect.about),
                "example": {key: plain_value(value) for key, value in effect.example.items()},
            }
            for effect in compared.effects
        ],
        "prices": [price_data(effect) for effect in compared.prices],
        "undecided": [{"product": product, "part": list(place)} for product, place in compared.undecided],
    }
