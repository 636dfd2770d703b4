"""Conditions of a policy as they are asked of subjects, each compiled for the products that it speaks of."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial

from app.approvals.asked import Asked, asked_in, atom
from app.approvals.conditions import Condition, Conditions, all_of, nowhere
from app.approvals.subjects import Offer, Subject, Table
from app.catalog import Product, Release
from app.catalog.approvals.words import COSTS
from app.catalog.expressions import Expression, names
from app.catalog.expressions.names import walk
from app.catalog.expressions.tree import And, Compare, Constant, Name, Scalar
from app.catalog.names_of_approvals import Language, OfLines, Said, flat_key, language_of, said, word_of
from app.catalog.pricing import EVERYWHERE, Formula, Reach
from app.pricing.exact import ZERO


@dataclass(frozen=True, slots=True)
class Flat:
    """A condition over one product, or over words alone. ``steps``: each number that is held against
    a constant, with what else has to hold; ``held``: all such numbers, wherever they stand in it.
    """

    tree: Expression
    condition: Condition
    asked: tuple[Asked, ...]
    steps: tuple[tuple[Asked, Condition], ...]
    held: tuple[tuple[str, Decimal], ...]


class Clause:
    """A condition as it is asked of subjects. Attributes are looked up in a product when it is first met."""

    def __init__(self, formula: Formula, language: Language, release: Release, *, known: Conditions) -> None:
        self.said: Said = said(formula)
        self.language = language
        self.release = release
        self.known = known
        inside = [
            Clause(
                Formula(one.condition, formula.source),
                language_of(release, "line"),
                release,
                known=known,
            )
            for one in self.said.of_lines
            if one.condition is not None
        ]
        conditions = iter(inside)
        self.of_lines: Sequence[tuple[OfLines, Clause | None]] = [
            (one, None if one.condition is None else next(conditions)) for one in self.said.of_lines
        ]
        mentioned = frozenset(word_of(key) for key in names(self.said.tree))
        inner = [clause.words for _, clause in self.of_lines if clause is not None]
        # Those that it asks for, in what is said of lines too. Of attributes that products have alone.
        self.words: frozenset[str] = mentioned.union(
            *inner, [one.word for one, _ in self.of_lines if one.word]
        )
        self.tells_cost = not COSTS.isdisjoint(self.words)
        spoken = language.unknown(self.said.tree, None, self.said.of_lines)
        self.by_product = language.over == "line" and bool(spoken)
        self._flat: dict[str, Flat] = {}
        self.plain = None if self.by_product else self._made(None)

    def of(self, product: str) -> Flat:
        if self.plain is not None:
            return self.plain
        found = self._flat.get(product)
        if found is None:
            found = self._flat[product] = self._made(self.release.product(product))
        return found

    def _made(self, product: Product | None) -> Flat:
        """Raises ExpressionInvalid; a release that was checked has none."""
        tree, problems = self.language.flat(
            self.said.tree, self.said.source, product=product, of_lines=self.said.of_lines
        )
        if problems:
            raise problems[0]
        asked = asked_in(tree, self.said.of_lines)
        steps = tuple(_steps(tree, product, asked, self.known))
        return Flat(tree, self.known.of(tree, product), asked, steps, _held(tree))

    def prepare(self, offer: Offer, table: Table) -> None:
        """What is said of lines joins the words of each subject."""
        for one, clause in self.of_lines:
            value = offer.said_of_lines(one.source, partial(_of_lines, one, clause, offer))
            if value is not None:
                for subject in table.subjects:
                    subject.words[one.key] = value

    def firing(self, table: Table, reach: Reach) -> Iterator[tuple[Subject, Flat]]:
        """Every subject that it holds for, in their order. ``prepare`` came before."""
        if self.plain is not None:
            places = self.plain.condition.find(table)
            yield from self._held(
                table, range(len(table.subjects)) if places is None else sorted(places), reach
            )
            return
        found: list[int] = []
        for product in table.products:
            find = self.of(product).condition.find
            if find is nowhere:
                continue
            places = find(table)
            found += table.of_product(product) if places is None else places
        yield from self._held(table, sorted(found), reach)

    def _held(self, table: Table, places: Sequence[int], reach: Reach) -> Iterator[tuple[Subject, Flat]]:
        everywhere = self.language.over != "line" or not (reach.products or reach.families)
        sure = not table.unknown
        for place in places:
            subject = table.subjects[place]
            if not everywhere and not reach.sells(subject.product, subject.family):
                continue
            flat = self.plain or self.of(subject.product)
            if (sure and flat.condition.exact) or flat.condition.fires(subject):
                yield subject, flat


def _steps(
    tree: Expression, product: Product | None, asked: Sequence[Asked], known: Conditions
) -> Iterator[tuple[Asked, Condition]]:
    parts = tree.operands if isinstance(tree, And) else (tree,)
    names_of = {one.key: one.name for one in asked}
    for n, part in enumerate(parts):
        found = atom(part)
        if found is not None:
            rest = all_of(other for m, other in enumerate(parts) if m != n)
            yield replace(found, name=names_of[found.key]), known.of(rest, product)


def _held(tree: Expression) -> tuple[tuple[str, Decimal], ...]:
    found: dict[tuple[str, Decimal], None] = {}
    for node in walk(tree):
        match node:
            case Compare(_, Name(key), Constant(value)) | Compare(_, Constant(value), Name(key)):
                if not isinstance(value, bool | str):
                    found[key, Decimal(value)] = None
    return tuple(found)


def _of_lines(one: OfLines, clause: Clause | None, offer: Offer) -> Scalar | None:
    table = offer.table("line")
    if clause is None:
        held = list(table.subjects)
    else:
        clause.prepare(offer, table)
        held = [subject for subject, _ in clause.firing(table, EVERYWHERE)]
    match one.function:
        case "any":
            return bool(held)
        case "all":
            return len(held) == len(table.subjects)
        case "count":
            return Decimal(len(held))
    key = flat_key(one.word)
    found = (subject.words.get(key) for subject in held)
    # A policy that was checked folds numbers alone.
    numbers = [value for value in found if isinstance(value, Decimal)]
    if one.function == "sum":
        return sum(numbers, ZERO)
    return min(numbers, default=None) if one.function == "min" else max(numbers, default=None)
