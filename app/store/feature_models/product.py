"""A feature model as a product: each feature a boolean attribute, its place and its groups as rules."""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from decimal import Decimal
from typing import ClassVar, Final, TypeAlias

from app.catalog import Attribute, AttributeKey, Prices, Product, ProductKey, Rule, Step
from app.catalog.expressions import MAX_LENGTH, Expression, write
from app.catalog.expressions.tree import And, Compare, Constant, Fact, Implies, Name, Or
from app.errors import Refused
from app.store.feature_models.constraints import Inexpressible, Translation, summed
from app.store.feature_models.model import Constraint, Feature, FeatureModel, Group
from app.store.feature_models.names import legal_keys
from app.store.feature_models.spelling import spelled

# Deeper trees are generated ones; the largest public models have 15 levels.
_DEEPEST: Final = 200
_SHOWN: Final = 50
# What the fields of a catalog file hold.
_NAME, _HELP, _TEXT, _LARGEST = 80, 600, 400, 10**12
_STEP: Final = 30
# Each feature counts one where a group limits how many are chosen.
_ONE: Final = "one"

_Said: TypeAlias = tuple[int, str, str, Expression]
"""Line, stem of a key, sentence, what holds."""


class FeatureModelUnfit(Refused):
    """What the model says and a catalog cannot. ``facts["problems"]`` has all, by line."""

    code: ClassVar[str] = "feature_model_unfit"

    def __init__(self, problems: Sequence[tuple[int, str]]) -> None:
        lines = [f"line {line}: {what}" for line, what in sorted(set(problems))]
        more = [f"... and {len(lines) - _SHOWN} more"] if len(lines) > _SHOWN else []
        super().__init__(
            "\n".join(["A catalog cannot say all of this model; change or remove:", *lines[:_SHOWN], *more]),
            facts={"problems": lines},
        )


def product_of(model: FeatureModel, *, key: str, prices: Prices) -> Product:
    """The product with the same configurations, named after the root feature. Raises FeatureModelUnfit."""
    return _Conversion(model, prices).product(key)


@dataclass(slots=True)
class _Conversion:
    model: FeatureModel
    prices: Prices
    problems: list[tuple[int, str]] = field(default_factory=list)

    def product(self, key: str) -> Product:
        features = self.features()
        owned = _owned_names(features)
        words = Translation(
            keys=legal_keys(one.name for one in features),
            facts=legal_keys([_ONE, *(name for names in owned.values() for name in names)]),
            numbers=owned,
        )
        tree = _Tree(words, self.problems)
        rules = tuple(self.keyed(tree.rules(self.model, features)))
        attributes = tuple(_attribute(one, words, counted=tree.counted) for one in features)
        if self.problems:
            raise FeatureModelUnfit(self.problems)
        return Product(
            key=ProductKey(key),
            code=features[0].name[:_NAME],
            name=features[0].name[:_NAME],
            description="",
            family="Feature models",
            attributes=attributes,
            steps=tuple(_steps(self.model.root, attributes)),
            rules=rules,
            tables=(),
            prices=self.prices,
        )

    def features(self) -> list[Feature]:
        """All of them, parents first; notes what no catalog says."""
        root = self.model.root
        if root.depth > _DEEPEST:
            raise FeatureModelUnfit([(root.line, f"a tree of {root.depth} levels; {_DEEPEST} are read")])
        for reference in self.model.imports:
            self.problems.append((reference.line, f'the import of "{".".join(reference.path)}"'))
        features = list(_below(root))
        seen: set[str] = set()
        for one in features:
            self.problems.extend((one.line, what) for what in _unfit(one))
            if one.name in seen:
                self.problems.append((one.line, f'a second feature "{one.name}"'))
            seen.add(one.name)
        return features

    def keyed(self, said: Iterable[_Said]) -> Iterator[Rule]:
        for n, (line, stem, text, tree) in enumerate(said, start=1):
            source = write(tree)
            if len(source) > MAX_LENGTH:
                what = f"a rule of {len(source)} characters, at most {MAX_LENGTH} are read: {text[:80]}"
                self.problems.append((line, what))
            yield Rule(f"{stem}_{n}", _shortened(text), tree, source)


def _below(root: Feature) -> Iterator[Feature]:
    yield root
    for group in root.groups:
        for feature in group.features:
            yield from _below(feature)


def _unfit(feature: Feature) -> Iterator[str]:
    if feature.type != "Boolean":
        yield f'the {feature.type} feature "{feature.name}": UVL gives no range of values'
    if feature.cardinality:
        yield f'the cardinality {feature.cardinality} of the feature "{feature.name}" (feature-cardinality)'
    if len(feature.name) > _NAME:
        yield f"a name of {len(feature.name)} characters; {_NAME} fit"
    if len(_remarks(feature)) > _HELP:
        yield f'the attributes of "{feature.name}" that are no numbers: {_HELP} characters fit'
    for name, value in feature.attributes.items():
        if _is_number(value) and abs(Decimal(value)) >= _LARGEST:  # type: ignore[arg-type]  # a number, see left
            yield f'the number {name} of "{feature.name}"; numbers have at most 12 digits'


def _is_number(value: object) -> bool:
    return isinstance(value, int | Decimal) and not isinstance(value, bool)


def _remarks(feature: Feature) -> str:
    """What is no number is kept as words: no rule can read it."""
    return "; ".join(
        name if value is True else f"{name}: {value}"
        for name, value in feature.attributes.items()
        if not _is_number(value)
    )


def _owned_names(features: Sequence[Feature]) -> Mapping[str, frozenset[str]]:
    return {
        one.name: frozenset(name for name, value in one.attributes.items() if _is_number(value))
        for one in features
    }


def _attribute(feature: Feature, words: Translation, *, counted: Set[str]) -> Attribute:
    one = {words.facts[_ONE]: Decimal(1)} if feature.name in counted else {}
    facts = {
        words.facts[name]: Decimal(value)  # type: ignore[arg-type]  # only numbers are owned
        for name, value in feature.attributes.items()
        if name in words.numbers[feature.name]
    }
    return Attribute(
        key=AttributeKey(words.keys[feature.name]),
        name=feature.name,
        kind="boolean",
        help=_remarks(feature),
        facts={**one, **facts},
    )


def _steps(root: Feature, attributes: Sequence[Attribute]) -> Iterator[Step]:
    """Branches of the root, small ones together."""
    starts = [0]
    place = 1
    for feature in (one for group in root.groups for one in group.features):
        if place - starts[-1] >= _STEP:
            starts.append(place)
        place += sum(1 for _ in _below(feature))
    for n, (start, end) in enumerate(zip(starts, [*starts[1:], len(attributes)], strict=True), start=1):
        part = attributes[start:end]
        yield Step(f"step_{n}", part[0].name, tuple(one.key for one in part))


def _shortened(text: str) -> str:
    return text if len(text) <= _TEXT else f"{text[: _TEXT - 4]} ..."


@dataclass(frozen=True, slots=True)
class _Tree:
    """``counted``: the features of groups that limit their number, once their rules are made."""

    words: Translation
    problems: list[tuple[int, str]]
    counted: set[str] = field(default_factory=set)

    def rules(self, model: FeatureModel, features: Sequence[Feature]) -> Iterator[_Said]:
        root = model.root
        yield root.line, "root", f"{root.name} is always part of it.", self.name(root)
        for feature in features:
            for group in feature.groups:
                yield from self.group(feature, group)
        owned = ((one, constraint) for one in features for constraint in one.constraints)
        for owner, constraint in owned:
            yield from self.constraint(constraint, owner.line)
        for constraint in model.constraints:
            yield from self.constraint(constraint, constraint.line)

    def group(self, parent: Feature, group: Group) -> Iterator[_Said]:
        for child in group.features:
            yield (
                child.line,
                "parent",
                f"{child.name} belongs to {parent.name}.",
                Implies(self.name(child), self.name(parent)),
            )
        count = len(group.features)
        names = ", ".join(child.name for child in group.features)
        most = count if group.most is None else group.most
        if group.least > count or most < group.least:
            self.problems.append(
                (group.line, f"a group of {count} features of which {group.least} are needed")
            )
            return
        if group.least:
            amount = "all" if group.least == count else f"at least {group.least}"
            yield (
                group.line,
                "least",
                f"{parent.name} needs {amount} of {names}.",
                Implies(self.name(parent), self.at_least(group)),
            )
        if most < count:
            text = f"{parent.name} has at most {most} of {names}."
            yield group.line, "most", text, Compare("<=", self.count(group), Constant(most))

    def at_least(self, group: Group) -> Expression:
        members = tuple(map(self.name, group.features))
        if len(members) == 1:
            return members[0]
        if group.least == len(members):
            return And(members)
        return Or(members) if group.least == 1 else Compare(">=", self.count(group), Constant(group.least))

    def count(self, group: Group) -> Expression:
        one = self.words.facts[_ONE]
        self.counted.update(child.name for child in group.features)
        return summed([Fact(self.words.keys[child.name], one) for child in group.features])

    def constraint(self, constraint: Constraint, line: int) -> Iterator[_Said]:
        try:
            tree = self.words.condition(constraint)
        except Inexpressible as what:
            self.problems.append((line, str(what)))
            return
        yield line, "constraint", spelled(constraint), tree

    def name(self, feature: Feature) -> Name:
        return Name(self.words.keys[feature.name])
