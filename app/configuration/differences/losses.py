"""Configurations that a change forbids, an example for each cause."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from app.catalog.checks import Place
from app.catalog.product import Product, Value
from app.configuration.differences.extending import Extending
from app.configuration.differences.linked import Linked
from app.configuration.differences.numbers import not_alike, parted_alike
from app.configuration.differences.parts import Part, parts, same_parts
from app.configuration.formula import Literal
from app.configuration.numbers.scouting import LIMITS, Limits
from app.configuration.proofs.subject import Subject, subject
from app.configuration.solver import Solver, Undecided
from app.configuration.variables import States
from app.configuration.wide import Plan


@dataclass(frozen=True, slots=True)
class Loss:
    """``example`` is a configuration of the one product that is none of the other.

    ``place``: what of the other forbids it, or the value of the first that the other has not. ``about``: the
    attributes that matter.
    """

    place: Place
    about: frozenset[str]
    example: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Losses:
    """``undecided``: parts about which nothing can be said, too large or too hard."""

    found: tuple[Loss, ...]
    undecided: tuple[Place, ...]


def losses(before: Product, after: Product, limits: Limits = LIMITS) -> Losses:
    """What of ``before`` is not in ``after``. Both have passed the checks of the catalog."""
    first, second = subject(before, limits), subject(after, limits)
    if keys := {*first.encoded.plan.cuts, *second.encoded.plan.cuts}:
        # What is wide in one of them is so in both, before its cuts are looked for.
        wide = Plan({key: frozenset() for key in sorted(keys)})
        first, second = subject(before, limits, wide), subject(after, limits, wide)
        theirs = parted_alike(second.encoded.plan, before, after)
        ours = parted_alike(first.encoded.plan, after, before)
        first, second = subject(before, limits, theirs), subject(after, limits, ours)
    if apart := not_alike(first, second):
        return Losses((), tuple(("attribute", key) for key in apart))
    looking = _Looking(first, second)
    found = tuple(looking.losses())
    return Losses(found, (*_places(first), *_places(second), *looking.undecided))


def _places(one: Subject) -> Iterator[Place]:
    yield from (proof.place for proof in one.left_out)


@dataclass(slots=True)
class _Looking:
    before: Subject
    after: Subject
    undecided: list[Place] = field(default_factory=list)

    def losses(self) -> Iterator[Loss]:
        asked = list(parts(self.after))
        self.undecided += (part.place for part in asked if part.broken is None)
        for part in asked:
            if part.broken is not None:
                part.broken.literals(self.after)
        linked = Linked(self.before, self.after)
        solver = linked.solver()
        solver.prefer(linked.defaults())
        yield from self._values(linked, solver)
        shared = {states.attribute.key for states, _ in linked.shared()}
        shared |= {states.attribute.key for states in linked.added_needs()}
        same = same_parts(self.before.product, self.after.product)
        for part in asked:
            if part.about <= shared and part.key not in same:
                yield from self._broken(part, linked, solver)
        outside = [part for part in asked if not part.about <= shared]
        if outside:
            inside = [part.key for part in asked if part.about <= shared]
            yield from self._extended(linked, inside, outside)

    def _values(self, linked: Linked, solver: Solver) -> Iterator[Loss]:
        for states, literal in linked.lost():
            place, about = _place(states, literal), frozenset({states.attribute.key})
            yield from self._example(linked, solver, [literal], Part("", place, about, None))

    def _broken(self, part: Part, linked: Linked, solver: Solver) -> Iterator[Loss]:
        if part.broken is None:
            return
        broken = [linked.moved(literal) for literal in part.broken.literals(self.after)]
        kept = [-literal for _, literal in linked.lost()]
        yield from self._example(linked, solver, [*kept, *broken], part)

    def _example(self, linked: Linked, solver: Solver, wanted: list[Literal], part: Part) -> Iterator[Loss]:
        try:
            if solver.solve(wanted):
                yield Loss(part.place, part.about, linked.configuration(solver.model()))
        except Undecided:
            self.undecided.append(part.place)

    def _extended(self, linked: Linked, inside: list[str], outside: list[Part]) -> Iterator[Loss]:
        about = frozenset[str]().union(*(part.about for part in outside))
        if not about.isdisjoint(linked.before.encoded.plan.joint):
            # Which numbers of a stretch the other cannot complete is another question for each of them.
            self.undecided += (part.place for part in outside)
            return
        extending = Extending(linked, inside)
        try:
            found = extending.dead_end(about)
        except Undecided:
            self.undecided += (part.place for part in outside)
            return
        if found is not None:
            example, keys = found
            blamed = next((part for part in outside if part.key in keys), outside[0])
            yield Loss(blamed.place, blamed.about, example)


def _place(states: States, literal: Literal) -> Place:
    key = states.attribute.key
    if literal == states.absent:
        return ("attribute", key, "when")
    value = states.values[states.literals.index(literal)]
    return (
        ("attribute", key, "option", str(value)) if states.attribute.kind == "choice" else ("attribute", key)
    )
