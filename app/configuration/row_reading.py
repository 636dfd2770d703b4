"""What the catalog says of each row of a component, and which rows it says the same of."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from app.catalog.expressions import Expression, children, names, with_children
from app.catalog.expressions.tree import Constant
from app.catalog.product import Attribute, Product
from app.catalog.structure import Row
from app.configuration.evaluation import StatesOf
from app.configuration.formula import FALSE, TRUE, Literal
from app.configuration.literal_sets import LiteralSet, LiteralSets
from app.configuration.row_moves import Across, Alike, ReadRow
from app.configuration.spoken import Spoken

_MOST_STATES: Final = 64
_MOST_LISTED: Final = 500


class RowReader:
    def __init__(
        self,
        product: Product,
        spoken: Spoken,
        sets: LiteralSets,
        *,
        literals: Mapping[str, Sequence[Literal]],
    ) -> None:
        """``literals``: by attribute, those that say its states; FALSE for one that another stands for; none
        for an attribute of which a configuration does not tell its state.
        """
        self._rows = _rows_of(product)
        self._spoken = spoken
        self._sets = sets
        self._literals = literals
        self._tables = {table.key: table for table in product.tables}
        self._attributes: Mapping[str, Attribute] = {
            attribute.key: attribute for attribute in product.attributes
        }
        self._alike: dict[object, Alike] = {}

    @property
    def literals(self) -> Iterator[Literal]:
        """That say states of rows."""
        return (one for _, keys in self._rows for key in keys for one in self._literals[key])

    def read(self) -> Iterator[ReadRow]:
        """Those that are small enough, and of which configurations tell all."""
        return (self._row(row, keys) for row, keys in self._rows if self._is_small(keys))

    def _is_small(self, keys: Sequence[str]) -> bool:
        spoken = self._spoken
        pieces = (one for key in keys for one in spoken.read_by.get(spoken.numbers[key], ()))
        return all(0 < len(self._literals[key]) <= _MOST_STATES for key in keys) and all(
            spoken.pieces[at].size <= _MOST_LISTED for at in pieces
        )

    def _row(self, row: Row, keys: tuple[str, ...]) -> ReadRow:
        place, spoken = {key: at for at, key in enumerate(keys)}, self._spoken
        pieces = sorted({one for key in keys for one in spoken.read_by.get(spoken.numbers[key], ())})
        own: list[object] = [_written(self._attributes[key], key.removeprefix(row.key)) for key in keys]
        across: list[Across] = []
        for at in pieces:
            about, said = self._said(at, row)
            if about <= place.keys():
                own.append(said)
            else:
                branch = spoken.tally(at).branch(keys)
                across.append(Across(at, branch, tuple(place[key] for key in branch.keys)))
        literals = [[self._set(one) for one in self._literals[key]] for key in keys]
        shown = [
            [self._shown(state, self._literals[key]) for state in range(len(self._literals[key]))]
            for key in keys
        ]
        mask = 0
        for one in (one for of_one in shown for one in of_one):
            mask |= one
        exists = _always if row.when is None else spoken.truth(row.when)
        return ReadRow(
            keys, exists, literals, shown, mask, across, self._alike.setdefault(tuple(own), Alike())
        )

    def _said(self, at: int, row: Row) -> tuple[frozenset[str], object]:
        """What a rule, table or condition reads and says where the row exists, as if that had no name."""
        piece, expression = self._spoken.pieces[at], None
        about = frozenset(self._spoken.keys[number] for number in self._spoken.about[at])
        if piece.expression is not None:
            expression = _without(piece.expression, row.when)
            about = about - names(piece.expression) | names(expression)
        told = _renamed(repr(expression), row)
        if piece.is_rule:
            return about, told
        table = self._tables.get(piece.key)
        if table is None:
            return about | {piece.key.rpartition(".")[0]}, (_renamed(repr(piece.key), row), told)
        columns = tuple(key.removeprefix(row.key) for key in table.columns)
        return about | frozenset(table.columns), (columns, table.rows, told)

    def _set(self, literal: Literal) -> LiteralSet:
        """Empty where it says nothing."""
        return 0 if literal in (TRUE, FALSE) else self._sets.of_few((literal,))

    def _shown(self, state: int, literals: Sequence[Literal]) -> LiteralSet:
        if literals[state] == FALSE:
            return 0
        found = self._set(literals[state])
        for other in (one for at, one in enumerate(literals) if at != state):
            found |= self._set(-other)
        return found


def _rows_of(product: Product) -> Sequence[tuple[Row, tuple[str, ...]]]:
    """Of components of which each row is configured, with the attributes of each."""
    rows = {
        row.key: row
        for component in product.components
        if component.rows_are == "each" and len(component.rows) > 1
        for row in component.rows
    }
    found: dict[str, list[str]] = {key: [] for key in rows}
    for attribute in product.attributes:
        above = attribute.key.rpartition(".")[0]
        while above:
            if above in found:
                found[above].append(attribute.key)
            above = above.rpartition(".")[0]
    return [(rows[key], tuple(keys)) for key, keys in found.items() if keys]


def _written(attribute: Attribute, name: str) -> object:
    """All but its name that decides which states it has and what they carry."""
    values = (attribute.minimum, attribute.maximum, attribute.step, attribute.preset, attribute.default)
    return repr((name, attribute.kind, attribute.options, attribute.facts, values, attribute.need))


def _without(expression: Expression, exists: Expression | None) -> Expression:
    if expression == exists:
        return Constant(True)
    return with_children(expression, [_without(one, exists) for one in children(expression)])


def _renamed(told: str, row: Row) -> str:
    return told.replace(f"'{row.key}.", "'.")


def _always(_: StatesOf) -> bool:
    return True
