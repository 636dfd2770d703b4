"""Where each feature goes in a product: its keys, and the components that it stands in.

A feature is *one* attribute, yes or no; or it is *counted*, where it occurs several times and nothing is
below it; or it has *rows*: it occurs several times with all that is below it, and becomes a component.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain
from typing import Final, Literal, TypeAlias

from app.catalog.nesting.scope import QUANTITY
from app.store.feature_models.model import Feature, FeatureModel, Home, Number
from app.store.feature_models.names import legal_keys

Shape: TypeAlias = Literal["one", "counted", "rows"]
Region: TypeAlias = tuple[str, ...]
"""Keys of components, the outermost first; empty at the top of the product."""

# Each feature counts one where a group limits how many are chosen.
ONE: Final = "one"


@dataclass(frozen=True, slots=True)
class Spot:
    """One feature. Its own parts stand in ``region``, what tells that it is there in ``around``.

    ``key`` is that of its attribute or component; ``itself`` that of the attribute which bears its numbers;
    ``value`` that of a feature with a type, else empty; ``floor`` and ``ceil`` those of it made whole.
    """

    feature: Feature
    parent: Feature | None
    shape: Shape
    key: str
    itself: str
    value: str
    floor: str
    ceil: str
    region: Region
    around: Region


@dataclass(frozen=True, slots=True)
class Layout:
    """``spots`` by the name of the feature, parents first; ``facts`` by that of a feature's attribute.

    ``keys``: all that are in use.
    """

    root: Feature
    spots: Mapping[str, Spot]
    facts: Mapping[str, str]
    keys: frozenset[str]

    def feature(self, path: tuple[str, ...], home: Home) -> Spot | None:
        """The feature of that name in a file."""
        return self.spots.get(home.prefix + ".".join(path))

    def owner(self, path: tuple[str, ...], home: Home) -> Spot | None:
        """The feature whose attribute the path names."""
        found = self.feature(path[:-1], home)
        return found if found and path[-1] in found.feature.attributes else None

    def owners(self, attribute: str, home: Home, within: Feature | None = None) -> Iterator[Spot]:
        """Those with a number of that name: of a file with its imports, or of a part of the tree."""
        names = self.spots if within is None else (one.name for one in below(within))
        for name in names:
            if name.startswith(home.prefix) and attribute in numbers(self.spots[name].feature):
                yield self.spots[name]


def laid_out(model: FeatureModel) -> Layout:
    """Names of features are unlike each other."""
    features = list(below(model.root))
    names = [one.name for one in features]
    further = (f"{name}\n{word}" for name in names for word in ("value", "one", "floor", "ceil"))
    special = any(map(_is_special, features))
    # In a component that is the number of its rows.
    keys = legal_keys(chain(names, further if special else ()), taken=(QUANTITY,) if special else ())
    facts = legal_keys([ONE, *(name for one in features for name in numbers(one))])
    spots = {spot.feature.name: spot for spot in _spots(model.root, None, around=(), keys=keys)}
    return Layout(model.root, spots, facts, frozenset(keys.values()))


def _is_special(feature: Feature) -> bool:
    return feature.type != "Boolean" or feature.cardinality is not None


def _spots(
    feature: Feature, parent: Feature | None, *, around: Region, keys: Mapping[str, str]
) -> Iterator[Spot]:
    key, shape = keys[feature.name], _shape(feature)
    region = (*around, key) if shape == "rows" else around
    typed = feature.type != "Boolean"
    yield Spot(
        feature=feature,
        parent=parent,
        shape=shape,
        key=key,
        itself=keys[f"{feature.name}\none"] if shape == "rows" else key,
        value=keys[f"{feature.name}\nvalue"] if typed else "",
        floor=keys[f"{feature.name}\nfloor"] if typed else "",
        ceil=keys[f"{feature.name}\nceil"] if typed else "",
        region=region,
        around=around,
    )
    for child in feature.children:
        yield from _spots(child, feature, around=region, keys=keys)


def _shape(feature: Feature) -> Shape:
    said = feature.cardinality
    if said is None or said.most in (0, 1):
        return "one"
    return "rows" if feature.groups or feature.type != "Boolean" else "counted"


def below(root: Feature) -> Iterator[Feature]:
    """It and all below it, parents first."""
    yield root
    for child in root.children:
        yield from below(child)


def numbers(feature: Feature) -> Mapping[str, Number]:
    """Those among its attributes."""
    return {
        name: value
        for name, value in feature.attributes.items()
        if isinstance(value, int | Decimal) and not isinstance(value, bool)
    }
