"""Parts of catalog files as lines of a sheet, with nothing lost: what has no column is refused by name."""

import json
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, ClassVar, Final, TypeAlias

from app.errors import Refused
from app.store.sheets.catalog_sheets import BY_NAME
from app.store.sheets.cells import NONE

Line: TypeAlias = Mapping[str, object]
"""Values by head."""

Lines: TypeAlias = Iterator[tuple[str, Line]]
"""Each with the name of its sheet."""

_JOINED: Final = {"lines": "\n", "pairs": "\n", "facts": "; "}


class SheetInexpressible(Refused):
    code: ClassVar[str] = "sheet_inexpressible"


def line(sheet: str, part: Mapping[str, Any], *, elsewhere: Sequence[str] = ()) -> dict[str, object]:
    """``elsewhere``: keys that stand on other sheets. Raises SheetInexpressible for one that has no place."""
    known = BY_NAME[sheet]
    strange = [key for key in part if key not in known.keys and key not in elsewhere]
    if strange:
        named = part.get("key", part.get("name", ""))
        raise SheetInexpressible(
            f'{named}: a sheet has no place for "{strange[0]}". Keep the catalog as files, or leave it out.'
        )
    by_name = [family for family in known.families if isinstance(part.get(family.key), Mapping)]
    elsewhere = [family.key for family in by_name]
    found = {
        column.head: shown(part[column.key], column.sort)
        for column in known.columns
        if column.key and part.get(column.key) is not None and column.key not in elsewhere
    }
    for family in by_name:
        found |= {family.prefix + name: shown(value, family.sort) for name, value in part[family.key].items()}
    return found


def shown(value: Any, sort: str) -> object:
    """As a person would type it, mostly as text, so that no sheet rounds it."""
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        return _JOINED[sort].join(f"{name} = {typed(one)}" for name, one in value.items()) or (
            NONE if sort == "pairs" else None
        )
    if sort == "clauses":
        return "\n".join(_clause(one) for one in value) or NONE
    if isinstance(value, list):
        return _JOINED.get(sort, ", ").join(map(typed, value)) or NONE
    return value if isinstance(value, int) else typed(value)


def _clause(clause: object) -> str:
    """In one line: by language or region, or one that would read as such, as JSON."""
    plain = isinstance(clause, str) and "\n" not in clause and not clause.startswith(("{", '"'))
    return str(clause) if plain else json.dumps(clause, ensure_ascii=False)


def typed(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:f}" if isinstance(value, Decimal) else str(value)
