"""The tree of a feature model as rules: who belongs to whom, and how many of a group there are."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from app.catalog.expressions.tree import And, Compare, Constant, Expression, Fact, Implies, Name, Or
from app.store.feature_models.layout import Layout, Region, Spot
from app.store.feature_models.model import Feature, Group
from app.store.feature_models.terms import Terms, Uses

Said: TypeAlias = tuple[str, str, str, Region, Expression]
"""Place, stem of a key, sentence, rows in which it holds, what holds."""


@dataclass(frozen=True, slots=True)
class Tree:
    """``problems``: place and what no catalog says."""

    layout: Layout
    uses: Uses
    problems: list[tuple[str, str]]

    def rules(self) -> Iterator[Said]:
        root = self.layout.root
        spot = self.layout.spots[root.name]
        if spot.shape == "one":
            yield root.at, "root", f"{root.name} is always part of it.", (), Name(spot.key)
        for one in self.layout.spots.values():
            if one.shape != "one":
                yield from self._times(one)
            for group in one.feature.groups:
                yield from self._group(one, group)

    def _times(self, spot: Spot) -> Iterator[Said]:
        """It may occur not at all, but if so then often enough."""
        least = spot.feature.cardinality.least if spot.feature.cardinality else 0
        if least > 1 and not needed(spot, self.layout):
            count = Name(spot.key) if spot.shape == "counted" else Fact(spot.key, "count")
            text = f"There are at least {least} of {spot.feature.name}, or none."
            enough = Implies(Compare(">=", count, Constant(1)), Compare(">=", count, Constant(least)))
            yield spot.feature.at, "times", text, spot.around, enough

    def _group(self, parent: Spot, group: Group) -> Iterator[Said]:
        at, name = parent.feature.home.at(group.line), parent.feature.name
        terms = Terms(self.layout, self.uses, parent.region)
        for child in group.features:
            spot = self.layout.spots[child.name]
            # What is counted, or has rows, applies only where its parent is chosen.
            if spot.shape == "one" and parent.shape != "rows":
                belongs = Implies(terms.chosen(spot), terms.chosen(parent))
                yield child.at, "parent", f"{child.name} belongs to {name}.", parent.region, belongs
        members = tuple(one for one in group.features if not self._is_free(one, group, at))
        count = len(group.features)
        least = len(members) if group.least == count else group.least
        most = count if group.most is None else group.most
        if least < 0 or least > count or most < least:
            self.problems.append((at, f"a group of {count} features of which {group.least} are needed"))
            return
        names = ", ".join(child.name for child in members)
        if least:
            amount = "all" if least == len(members) else f"at least {least}"
            enough = self._implied(parent, self._at_least(members, least, terms), terms)
            yield at, "least", f"{name} needs {amount} of {names}.", parent.region, enough
        if most < count:
            few = Compare("<=", terms.count(members), Constant(most))
            yield at, "most", f"{name} has at most {most} of {names}.", parent.region, few

    def _is_free(self, child: Feature, group: Group, at: str) -> bool:
        """Whether it may be chosen and yet occur not at all, so that the group demands nothing of it."""
        if child.cardinality is None or child.cardinality.least > 0:
            return False
        if 0 < group.least < len(group.features) or (group.most or len(group.features)) < len(group.features):
            what = f"{child.name}, which may occur 0 times, in a group that counts what is chosen"
            self.problems.append((at, what))
        return group.least == len(group.features)

    def _implied(self, parent: Spot, enough: Expression, terms: Terms) -> Expression:
        return enough if parent.shape == "rows" else Implies(terms.chosen(parent), enough)

    def _at_least(self, members: tuple[Feature, ...], least: int, terms: Terms) -> Expression:
        each = tuple(terms.chosen(self.layout.spots[one.name]) for one in members)
        if len(each) == 1:
            return each[0]
        if least == len(each):
            return And(each)
        return Or(each) if least == 1 else Compare(">=", terms.count(members), Constant(least))


def needed(spot: Spot, layout: Layout) -> bool:
    """Whether it is there whenever its parent is."""
    if spot.parent is None:
        return True
    group = next(one for one in spot.parent.groups if any(child is spot.feature for child in one.features))
    return group.least == len(group.features)
