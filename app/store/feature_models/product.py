"""A feature model as a product with the same configurations."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from app.catalog import Prices, Product, ProductKey, Rule
from app.catalog.expressions import MAX_LENGTH, Expression, write
from app.catalog.nesting import MAX_ATTRIBUTES, MAX_ROWS, WrittenProduct, flattened
from app.store.feature_models.constraints import condition
from app.store.feature_models.layout import Layout, Region, Spot, below, laid_out, numbers
from app.store.feature_models.model import FeatureModel, Stated
from app.store.feature_models.parts import Parts, near, remarks
from app.store.feature_models.spelling import spelled
from app.store.feature_models.splitting import split
from app.store.feature_models.terms import Uses
from app.store.feature_models.tree import Said, Tree
from app.store.feature_models.typed import Typed, typed
from app.store.feature_models.unfit import DEEPEST, FeatureModelUnfit, Inexpressible

# What the fields of a catalog file hold.
_NAME, _HELP, _TEXT, _LARGEST = 80, 600, 400, 10**12
# With what is said of each, sentences of rules and names of rows stay readable.
_MOST_TIMES: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Draft:
    """``notes``: what the model leaves open and was assumed, one sentence each."""

    product: WrittenProduct
    flat: Product
    notes: tuple[str, ...]


def product_of(model: FeatureModel, *, key: str, prices: Prices) -> Product:
    """The product with the same configurations, named after the root feature. Raises FeatureModelUnfit."""
    return draft_of(model, key=key, prices=prices).flat


def draft_of(model: FeatureModel, *, key: str, prices: Prices) -> Draft:
    """The same, as it is written down. Raises FeatureModelUnfit."""
    return _Conversion(model).draft(key, prices)


@dataclass(slots=True)
class _Conversion:
    model: FeatureModel
    problems: list[tuple[str, str]] = field(default_factory=list)

    def draft(self, key: str, prices: Prices) -> Draft:
        self._sound()
        layout = laid_out(self.model)
        owned = (
            Stated(constraint, spot.feature.home)
            for spot in layout.spots.values()
            for constraint in spot.feature.constraints
        )
        stated = (*owned, *self.model.constraints)
        types = typed(layout, stated)
        self.problems.extend(types.problems)
        uses = Uses()
        rules = self._rules(layout, types, stated, uses=uses)
        if self.problems:
            raise FeatureModelUnfit(self.problems)
        root = self.model.root
        bare = Product(
            key=ProductKey(key),
            code=root.name[:_NAME],
            name=root.name[:_NAME],
            description="",
            family="Feature models",
            attributes=(),
            steps=(),
            rules=(),
            tables=(),
            prices=prices,
        )
        written = WrittenProduct(bare, Parts(layout, types, uses, rules).body())
        flat = flattened(written, {})
        if flat.findings:
            raise FeatureModelUnfit([(root.at, finding.message) for finding in flat.findings])
        return Draft(written, flat.product, (*_notes(layout), *types.notes(layout)))

    def _sound(self) -> None:
        """Notes what no catalog says. Raises FeatureModelUnfit for what cannot be looked at further."""
        root = self.model.root
        if root.depth > DEEPEST:
            raise FeatureModelUnfit([(root.at, f"a tree of {root.depth} levels; {DEEPEST} are read")])
        problems = [
            (f"line {one.line}", f'the import of "{".".join(one.path)}"') for one in self.model.imports
        ]
        features = list(below(root))
        if len(features) > MAX_ATTRIBUTES:
            problems.append((root.at, f"{len(features)} features; {MAX_ATTRIBUTES} are read"))
        seen: set[str] = set()
        for one in features:
            if one.name in seen:
                problems.append((one.at, f'a second feature "{one.name}"'))
            seen.add(one.name)
        if problems:
            raise FeatureModelUnfit(problems)

    def _rules(
        self, layout: Layout, types: Typed, stated: Sequence[Stated], *, uses: Uses
    ) -> Mapping[Region, Sequence[Rule]]:
        for spot in layout.spots.values():
            self.problems.extend((spot.feature.at, what) for what in _unfit(spot))
        said = [*Tree(layout, uses, self.problems).rules()]
        said += self._constraints(layout, types, stated, uses=uses)
        said += [one for spot in layout.spots.values() if spot.value for one in near(spot, layout, uses)]
        rules: dict[Region, list[Rule]] = {}
        for region, rule in self._keyed(said):
            rules.setdefault(region, []).append(rule)
        return rules

    def _constraints(
        self, layout: Layout, types: Typed, stated: Sequence[Stated], *, uses: Uses
    ) -> Iterator[Said]:
        for one in stated:
            try:
                region, tree = condition(one, layout, types, uses=uses)
            except Inexpressible as what:
                self.problems.append((one.at, str(what)))
            else:
                yield one.at, "constraint", spelled(one.constraint), region, tree

    def _keyed(self, said: Iterable[Said]) -> Iterator[tuple[Region, Rule]]:
        n = 0
        for at, stem, text, region, whole in said:
            for tree, source in self._short(whole):
                n += 1
                if len(source) > MAX_LENGTH:
                    what = f"a rule of {len(source)} characters, at most {MAX_LENGTH} are read: {text[:80]}"
                    self.problems.append((at, what))
                yield region, Rule(f"{stem}_{n}", _shortened(text), tree, source)

    def _short(self, tree: Expression) -> Iterator[tuple[Expression, str]]:
        source = write(tree)
        parts = (tree,) if len(source) <= MAX_LENGTH else split(tree)
        if len(parts) == 1:
            yield tree, source
            return
        for part in parts:
            yield from self._short(part)


def _notes(layout: Layout) -> Iterator[str]:
    for name, spot in layout.spots.items():
        said = spot.feature.cardinality
        if said is not None and said.most is None:
            most = f"occurs at most {MAX_ROWS} times (assumed)"
            yield f"{spot.feature.at}: {name} {most}: change {spot.key} if need be"


def _unfit(spot: Spot) -> Iterator[str]:
    feature = spot.feature
    said = feature.cardinality
    if said is not None and (said.least < 0 or (said.most is not None and said.most < max(said.least, 1))):
        yield f'the cardinality {said} of the feature "{feature.name}", which no number meets'
    elif said is not None and (said.most or 0) > _MOST_TIMES:
        yield f'the cardinality {said} of the feature "{feature.name}"; {_MOST_TIMES} times are read'
    if len(feature.name) > _NAME:
        yield f"a name of {len(feature.name)} characters; {_NAME} fit"
    if len(remarks(spot)) > _HELP:
        yield f'the attributes of "{feature.name}" that are no numbers: {_HELP} characters fit'
    for name, value in numbers(feature).items():
        if abs(Decimal(value)) >= _LARGEST:
            yield f'the number {name} of "{feature.name}"; numbers have at most 12 digits'


def _shortened(text: str) -> str:
    return text if len(text) <= _TEXT else f"{text[: _TEXT - 4]} ..."
