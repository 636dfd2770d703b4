"""What was taken of a CRM's goods, as the files of a catalog."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from app.actions.goods.book_files import BookFile, book_files, csv_text, list_file, plain
from app.actions.goods.cleaning import clean
from app.actions.goods.left import Left, Reason
from app.actions.goods.taken import Taken
from app.crm.goods import Good
from app.store.catalogs.emit import Flow, emit
from app.store.catalogs.write import SELLER
from app.store.feature_models import legal_keys

LONGEST_NAME: Final = 80
LONGEST_DESCRIPTION: Final = 2_000
LONGEST_PART_NUMBER: Final = 40
LONGEST_PART_NAME: Final = 120
LONGEST_UNIT: Final = 20
NO_FAMILY: Final = "Products"
_COUNTED: Final = frozenset({"", "each", "ea", "pc", "pcs", "piece", "pieces", "unit", "stk", "stück"})
_NOTE: Final = "# From the CRM. Once you have changed this file, imports leave it as it is.\n"
_PRODUCT_NOTE: Final = f"{_NOTE}# List prices that count are in {{rows}}, which imports write anew.\n"


@dataclass(slots=True)
class Draft:
    """The files of a catalog. ``keys``: of products by their codes, as an earlier import or an author named
    them; others are made. ``own``: codes that a file of the author's sells: no file is made for them.
    """

    taken: Taken
    keys: dict[str, str]
    own: frozenset[str] = frozenset()
    version: int = 1
    left: list[Left] = field(default_factory=list)

    def files(self) -> dict[str, bytes]:
        self.left.clear()
        goods = sorted(self.taken.goods, key=_place)
        new = [good.code for good in goods if good.code not in self.keys]
        self.keys |= legal_keys(new, self.keys.values(), otherwise="p")
        books = tuple(book_files(self.taken, self.keys))
        made = [good for good in goods if good.code not in self.own]
        files = {
            "catalog.yaml": _NOTE + emit(self._header(goods)),
            "pricing.yaml": _NOTE + emit(_pricing(books)),
            "articles.csv": self._parts(goods),
            **{book.file: book.rows for book in books},
            **{f"products/{self.keys[good.code]}.yaml": self._product(good) for good in made},
        }
        return {name: text.encode() for name, text in files.items()}

    def _header(self, goods: Sequence[Good]) -> Mapping[str, object]:
        house = clean(self.taken.house.name, LONGEST_NAME) or NO_FAMILY
        return {
            "schema": 1,
            "name": house,
            "version": str(self.version),
            "currencies": list(self.taken.currencies),
            "products": [self.keys[good.code] for good in goods],
            "seller": {**SELLER, "name": house},
            "validity_days": 30,
        }

    def _product(self, good: Good) -> str:
        if not clean(good.family, LONGEST_NAME):
            self.left.append(Left(Reason.FAMILY_MISSING, good.code, good.name, f"it is in {NO_FAMILY}"))
        description = clean(good.description, LONGEST_DESCRIPTION)
        prices = {code: amounts[good.id] for code, amounts in self.taken.prices.items()}
        content = {
            "schema": 1,
            "key": self.keys[good.code],
            "code": good.code,
            "name": self._name(good),
            "family": _family(good),
            **({"description": description} if description else {}),
            "prices": Flow({code: _amount(amount) for code, amount in prices.items()}),
            "steps": [],
        }
        return _PRODUCT_NOTE.format(rows=" and ".join(map(list_file, prices))) + emit(content)

    def _name(self, good: Good) -> str:
        whole = clean(good.name, 255) or good.code
        name = whole if len(whole) <= LONGEST_NAME else whole[: LONGEST_NAME - 1].rstrip() + "…"
        if name != good.name:
            self.left.append(Left(Reason.NAME_CHANGED, good.code, good.name, f"it is called {name}"))
        return name

    def _parts(self, goods: Sequence[Good]) -> str:
        rows = [("number", "name", "unit")]
        for good in goods:
            if len(good.code) > LONGEST_PART_NUMBER:
                words = "it is sold, and no article of parts lists"
                self.left.append(Left(Reason.PART_NUMBER_LONG, good.code, good.name, words))
            else:
                rows.append((good.code, clean(good.name, LONGEST_PART_NAME) or good.code, _unit(good)))
        return csv_text(rows)


def _place(good: Good) -> tuple[str, str, str]:
    """By family and name."""
    return _family(good).casefold(), good.name.casefold(), good.code


def _pricing(books: Sequence[BookFile]) -> Mapping[str, object]:
    regions = list(dict.fromkeys(book.region for book in books if book.region))
    given = {"regions": regions} if regions else {}
    return {"schema": 1, **given, "books": [book.entry for book in books]}


def _family(good: Good) -> str:
    return clean(good.family, LONGEST_NAME) or NO_FAMILY


def _unit(good: Good) -> str:
    unit = clean(good.unit, LONGEST_UNIT)
    return "pcs" if unit.casefold() in _COUNTED else unit


def _amount(amount: Decimal) -> int | Decimal:
    return int(amount) if amount == amount.to_integral_value() else Decimal(plain(amount))
