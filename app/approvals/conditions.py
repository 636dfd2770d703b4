"""Conditions of a policy, compiled once: functions of a subject, and where to look for what they hold for."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, TypeAlias

from app.approvals.subjects import Subject, Table
from app.catalog import Product
from app.catalog.approvals.words import AMOUNTS, COSTS
from app.catalog.expressions import Expression
from app.catalog.expressions.names import children, with_children
from app.catalog.expressions.tree import And, Compare, Comparison, Constant, Implies, Name, Not, Or, Within
from app.catalog.names_of_approvals import MARK, NO_PRODUCT, word_of, words_in
from app.pricing.formulas import function_of

Find: TypeAlias = Callable[[Table], Sequence[int] | None]
"""Positions of all subjects that a condition may hold for, and maybe more; None: of any."""

MIRRORED: Final[dict[Comparison, Comparison]] = {
    "<": ">",
    "<=": ">=",
    ">": "<",
    ">=": "<=",
    "=": "=",
    "!=": "!=",
}
_UNKNOWABLE: Final = COSTS | AMOUNTS


class _Words:
    """Every key of a word, and of what is said of lines."""

    def __contains__(self, key: object) -> bool:
        return isinstance(key, str) and key.startswith(MARK)


WORDS: Final = _Words()


@dataclass(frozen=True, slots=True, eq=False)
class Condition:
    """Alike only with itself. ``exact``: what is found is just what it holds for, where no word is unknown.
    ``doubtful``: whether it may hold where words that are not known are taken for whatever makes it hold;
    None where it speaks of no word that can be unknown.
    """

    holds: Callable[[Subject], bool]
    find: Find
    doubtful: Callable[[Subject], bool] | None
    exact: bool = False

    def fires(self, subject: Subject) -> bool:
        if self.holds(subject):
            return True
        return bool(subject.unknown) and self.doubtful is not None and self.doubtful(subject)


class Conditions:
    """Those of a policy: what several rules say alike is compiled once, and so is one and the same."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, Expression], Condition] = {}

    def of(self, flat: Expression, product: Product | None) -> Condition:
        """``product``: the one whose attributes it speaks of; its subjects are lines of it then."""
        key = "" if product is None else product.key, flat
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = _compiled(flat, product)
        return found


def _compiled(flat: Expression, product: Product | None) -> Condition:
    spoken = words_in(flat)
    owner = NO_PRODUCT if product is None else product
    doubtful = _asked(_doubted(flat, holds=True), owner) if spoken & _UNKNOWABLE else None
    find = finder(flat, "" if product is None else product.key)
    exact = flat == Constant(True) or (isinstance(flat, Compare | Within) and find is not _anywhere)
    return Condition(_asked(flat, owner), find, doubtful, exact)


def _asked(flat: Expression, product: Product) -> Callable[[Subject], bool]:
    function = function_of(flat, product, words=WORDS)
    return lambda subject: function(subject.values, subject.words) is True


def _doubted(node: Expression, *, holds: bool) -> Expression:
    """With every comparison that a missing cost or rate leaves open as what makes the whole hold."""
    match node:
        case Not(operand):
            return Not(_doubted(operand, holds=not holds), node.at)
        case Implies(condition, consequence):
            return Implies(_doubted(condition, holds=not holds), _doubted(consequence, holds=holds), node.at)
        case And() | Or():
            return with_children(node, [_doubted(part, holds=holds) for part in children(node)])
    return Constant(holds, at=node.at) if words_in(node) & _UNKNOWABLE else node


def finder(node: Expression, product: str) -> Find:
    match node:
        case Constant(False):
            return nowhere
        case And(operands):
            return _narrowest([finder(one, product) for one in operands])
        case Or(operands):
            return _any_of([finder(one, product) for one in operands])
        case Within(key, values):
            return lambda table: table.saying(key, product, values)
        case Compare(operator, Name(key), Constant(value)):
            return _compared(key, operator, value, product)
        case Compare(operator, Constant(value), Name(key)):
            return _compared(key, MIRRORED[operator], value, product)
    return _anywhere


def _compared(key: str, operator: Comparison, value: object, product: str) -> Find:
    if operator == "=" and isinstance(value, str):
        return lambda table: table.saying(key, product, (value,))
    if isinstance(value, bool) or not isinstance(value, int | Decimal) or operator in ("=", "!="):
        return _anywhere
    if word_of(key) in _UNKNOWABLE and key != word_of(key):
        return _with_unknown(_bounded(key, operator, Decimal(value), product))
    return _bounded(key, operator, Decimal(value), product)


def _bounded(key: str, operator: Comparison, bound: Decimal, product: str) -> Find:
    ends = operator in ("<=", ">=")
    above, below = (bound, None) if operator in (">", ">=") else (None, bound)
    return lambda table: table.between(key, product, above=above, below=below, ends=ends)


def _with_unknown(find: Find) -> Find:
    """Beside those that are found, those of which a cost or a rate is missing."""

    def found(table: Table) -> Sequence[int] | None:
        places, unknown = find(table), table.unknown
        return places if not unknown or places is None else sorted({*places, *unknown})

    return found


def _narrowest(finders: Sequence[Find]) -> Find:
    if nowhere in finders:
        return nowhere
    asked = [one for one in finders if one is not _anywhere]
    if not asked:
        return _anywhere
    if len(asked) == 1:
        return asked[0]

    def found(table: Table) -> Sequence[int] | None:
        best: Sequence[int] | None = None
        for one in asked:
            places = one(table)
            if places is not None and (best is None or len(places) < len(best)):
                best = places
                if not best:
                    break
        return best

    return found


def _any_of(finders: Sequence[Find]) -> Find:
    if _anywhere in finders:
        return _anywhere

    def found(table: Table) -> Sequence[int] | None:
        all_of: set[int] = set()
        for one in finders:
            places = one(table)
            if places is None:
                return None
            all_of.update(places)
        return sorted(all_of)

    return found


def _anywhere(table: Table) -> Sequence[int] | None:
    return None


def nowhere(table: Table) -> Sequence[int] | None:
    return ()


def all_of(conditions: Iterable[Expression]) -> Expression:
    parts = tuple(conditions)
    return parts[0] if len(parts) == 1 else And(parts) if parts else Constant(True)
