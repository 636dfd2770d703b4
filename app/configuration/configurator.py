"""One product, ready to answer: what is possible, why not, and the smallest way out."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from decimal import Decimal
from functools import cached_property
from threading import RLock
from typing import Final

from app.catalog.product import Product, Value
from app.configuration.answers import Description, conflict_between
from app.configuration.asked import asked, known_states, known_value
from app.configuration.completion import completed
from app.configuration.consequences import End, Standing, why_end, why_only
from app.configuration.encoding import Encoded
from app.configuration.formula import CatalogTooLarge, Literal
from app.configuration.least_cost import completed_for_least
from app.configuration.mentions import read_by
from app.configuration.near_least import Near, near_least
from app.configuration.numbers.scouting import LIMITS, Limits
from app.configuration.objective import Weights
from app.configuration.possibilities import Possibilities
from app.configuration.reasons import Explainer
from app.configuration.refusing import blamed, nothing_possible, refused
from app.configuration.repairing import Ground, Wish, repairs
from app.configuration.solver import Undecided
from app.configuration.start import Start, StartUnreadable, formula_digest, start_bytes, start_from
from app.configuration.values import (
    ChoiceImpossible,
    Completion,
    Configuration,
    Conflict,
    Conflicts,
    Consequence,
    Repair,
)
from app.configuration.variables import States

_NO_WEIGHTS: Final[Weights] = {}


class Configurator:
    """Answers about one product. Thread-safe; the order of choices never matters.

    ``choices`` are the user's own, by attribute. Where a method takes a further ``attribute`` and
    ``value``, that wish stands in place of an earlier choice of the same attribute. Every method raises
    ChoiceUnknown for an attribute or a value that the product does not have, and Undecided should a search
    outlast its bound: no answer is ever a guess.
    """

    def __init__(
        self, product: Product, start: bytes | None = None, *, source: str = "", limits: Limits = LIMITS
    ) -> None:
        """Compiles, in part from the ``start`` of an earlier one; a start that does not fit is ignored.

        ``source`` names the product for ever: the rules of one that had a start under it are not even read
        until somebody asks why. Raises CatalogTooLarge, RuleUnreadable, ProductImpossible.
        """
        self._encoded = Encoded(product, limits)
        self._variables = self._encoded.variables
        self._source = source and f"{source} {limits}"
        known = self._known(start)
        self.starts_anew = known is None
        self._possibilities = Possibilities(self._encoded, known)
        self._description = Description(self._encoded)
        self._lock = RLock()
        # The first click of a session is the dearest; answering it here makes it as cheap as the others.
        try:
            if not self._possibilities.possible(frozenset()):
                raise nothing_possible(product, self._explainer)
        except Undecided:
            raise CatalogTooLarge(
                f"The rules of {product.name} are too entangled to be decided exactly. Use smaller numbers in"
                " sums, or a table instead of many rules."
            ) from None
        for states in self._variables:
            if states.attribute.need:
                # Who asks about it is told, where it is undecided.
                with suppress(Undecided):
                    self._possibilities.answers((), states)

    @property
    def worn(self) -> bool:
        """Whether so many different things were asked about that the product is better compiled anew."""
        wides = self._variables.wides.values()
        pinned = any(wide.pins is not None and wide.pins.worn for wide in wides)
        return pinned or self._possibilities.worn

    def start(self) -> bytes:
        """What the next process need not work out again."""
        with self._lock:
            return start_bytes(self._possibilities.start(), digest=self._digest(), source=self._source)

    @cached_property
    def _explainer(self) -> Explainer:
        # Of its own solver; many sessions never ask why.
        return Explainer(self._encoded)

    @cached_property
    def read_by(self) -> Mapping[str, int]:
        """How many rules, tables and conditions read each attribute."""
        return read_by(self._encoded.product)

    def configure(self, choices: Mapping[str, Value]) -> Configuration:
        """What the choices leave. Raises ChoiceImpossible when they contradict each other.

        Then the first choice in catalog order that does not go with those before it is blamed.
        """
        with self._lock:
            chosen = asked(choices, self._variables)
            possible = self._possibilities.possible(frozenset(chosen))
            if not possible:
                raise self._contradiction(choices)
            return self._description.of(chosen, possible=possible, instead=self._instead(chosen))

    def choose(self, choices: Mapping[str, Value], attribute: str, value: Value) -> Configuration:
        """One more choice. Raises ChoiceImpossible about that value, with repairs."""
        return self.change(choices, {attribute: value})

    def change(
        self,
        choices: Mapping[str, Value],
        changes: Mapping[str, Value | None],
        *,
        weights: Weights = _NO_WEIGHTS,
    ) -> Configuration:
        """Several changes at once; ``None`` takes a choice back (or nothing, where there is none).

        Raises ChoiceImpossible about the first change, in their order, that does not go with the choices
        left alone and the changes before it. Its repairs hold all changes, as far as they can be had, and
        are possible when passed to ``change`` in place of the changes, ranked by the ``weights``.
        """
        kept = {key: value for key, value in choices.items() if key not in changes}
        wanted = {key: value for key, value in changes.items() if value is not None}
        with self._lock:
            for key in changes:
                known_states(key, self._variables)
            target = {**kept, **wanted}
            if self._allows(target):
                return self.configure(target)
            if not self._allows(kept):
                raise self._contradiction(kept, weights)
            raise refused(self, kept, changes, weights=weights)

    def why_not(self, choices: Mapping[str, Value], attribute: str, value: Value) -> Conflict | None:
        """A minimal reason against the value; None if it is possible.

        With any one of its choices or rules gone, the value would go with the rest of them.
        """
        with self._lock:
            wish = self._wish(choices, attribute, value=value)
            reason = self._explainer.reason((wish.literal,), tuple(wish.others))
            return None if reason is None else conflict_between(wish, reason)

    def all_why_not(
        self, choices: Mapping[str, Value], attribute: str, value: Value, *, limit: int
    ) -> Conflicts:
        """All minimal reasons against the value, at most ``limit``, that of ``why_not`` first; none if it is
        possible. A search that takes too long ends early and says so.
        """
        wish = self._wish(choices, attribute, value=value)
        # With a solver of its own, so that nobody's click waits for it.
        reasons = Explainer(self._encoded).reasons((wish.literal,), tuple(wish.others), limit=limit)
        found = tuple(conflict_between(wish, reason) for reason in reasons.found)
        return Conflicts(found, reasons.complete)

    def why(self, choices: Mapping[str, Value], attribute: str) -> Consequence | None:
        """A minimal reason why, with the choices of other attributes, this one can be nothing else than it
        is; None if it could. Raises ChoiceImpossible when those choices contradict each other.
        """
        with self._lock:
            return why_only(self._standing(choices, attribute), self._explainer)

    def why_end(self, choices: Mapping[str, Value], attribute: str, end: End) -> Consequence | None:
        """A minimal reason why, with the choices of other attributes, this number is never less than its
        ``least`` value now, or never more than its ``greatest``; None if the catalog itself ends there, or it
        is no number. Raises ChoiceImpossible as ``why`` does.
        """
        with self._lock:
            return why_end(self._standing(choices, attribute), self._explainer, end=end)

    def repairs(
        self,
        choices: Mapping[str, Value],
        attribute: str,
        value: Value,
        *,
        limit: int = 5,
        weights: Weights = _NO_WEIGHTS,
    ) -> tuple[Repair, ...]:
        """The smallest changes to earlier choices that admit the value, fewest first, of equally many the
        one after which what is decided costs least; none if the value never is possible.

        Each names the wish itself too, so that it can be passed to ``change`` as it is. Where an earlier
        choice has to go, a value that fits is put in its place: of numbers the nearest, else the catalog's
        default or the cheapest.
        """
        with self._lock:
            wish = self._wish(choices, attribute, value=value)
            ground = Ground(self._variables, self._possibilities, weights, self._encoded.reach)
            return repairs(wish, ground, limit=limit)

    def complete(self, choices: Mapping[str, Value]) -> Mapping[str, Value]:
        """Every attribute that applies, decided: the user's choices as they are, then the defaults of the
        catalog where possible, else "no" or the first possible value in catalog order.

        Raises ChoiceImpossible when the choices contradict each other.
        """
        with self._lock:
            start = self.configure(choices)
            return completed(self._encoded, start.choices, possibilities=self._possibilities)

    def complete_for_least(self, choices: Mapping[str, Value], weights: Weights) -> Completion:
        """The same at the least cost, among equal ones nearest to the defaults; says whether that is proven.

        Raises ChoiceImpossible when the choices contradict each other.
        """
        with self._lock:
            chosen = asked(choices, self._variables)
            possible = self._possibilities.possible(frozenset(chosen))
            if not possible:
                raise self._contradiction(choices)
        # With a solver of its own, as above.
        return completed_for_least(self._encoded, chosen, weights=weights, possible=possible)

    def near_least(
        self, choices: Mapping[str, Value], weights: Weights, *, slack: Decimal, most: int
    ) -> Near:
        """How to decide what the ``weights`` speak of at most ``slack`` over the least cost; ``choices`` are
        possible.
        """
        with self._lock:
            chosen = list(asked(choices, self._variables))
            possible = self._possibilities.possible(frozenset(chosen))
        return near_least(self._encoded, chosen, weights=weights, possible=possible, slack=slack, most=most)

    def _standing(self, choices: Mapping[str, Value], attribute: str) -> Standing:
        states = known_states(attribute, self._variables)
        others = {key: chosen for key, chosen in choices.items() if key != attribute}
        known = asked(others, self._variables)
        possible = self._possibilities.possible(frozenset(known))
        if not possible:
            raise self._contradiction(others)
        if states.attribute.need:
            possible = self._possibilities.answers(known, states)
        return Standing(states, known, possible, self._encoded.reach)

    def _digest(self) -> str:
        return formula_digest(self._encoded.formula, self._encoded.meaning)

    def _known(self, start: bytes | None) -> Start | None:
        try:
            return None if start is None else start_from(start, digest=self._digest, source=self._source)
        except StartUnreadable:
            return None

    def _instead(self, chosen: Mapping[Literal, tuple[States, Value]]) -> Callable[[States], int]:
        """For a chosen attribute or a need, the states it could have while every other choice stays."""
        instead = self._possibilities.instead(chosen)
        choices = {states.attribute.key: literal for literal, (states, _) in chosen.items()}

        def answer(states: States) -> int:
            if states.attribute.need:
                others = [literal for literal, (known, _) in chosen.items() if known is not states]
                with self._lock:
                    return self._possibilities.answers(others, states)
            with self._lock:
                return instead(choices[states.attribute.key], states.literals)

        return answer

    def _allows(self, choices: Mapping[str, Value]) -> bool:
        return self._possibilities.allows(sorted(asked(choices, self._variables)))

    def _wish(self, choices: Mapping[str, Value], attribute: str, *, value: Value) -> Wish:
        states = known_states(attribute, self._variables)
        literal, known = known_value(states, value)
        others = {key: chosen for key, chosen in choices.items() if key != attribute}
        return Wish(states, known, literal, others=asked(others, self._variables))

    def _contradiction(
        self, choices: Mapping[str, Value], weights: Weights = _NO_WEIGHTS
    ) -> ChoiceImpossible:
        ordered = [states.attribute.key for states in self._variables if states.attribute.key in choices]
        return blamed(self, {}, choices, order=ordered, weights=weights)
