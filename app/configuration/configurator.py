"""One product, ready to answer: what is possible, why not, and the smallest way out."""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from threading import RLock
from typing import ClassVar

from app.catalog.product import Product, Value
from app.configuration.answers import Description, conflict_between
from app.configuration.asked import asked, known_states, known_value
from app.configuration.completion import completed
from app.configuration.encoding import encoded
from app.configuration.formula import CatalogTooLarge, Literal
from app.configuration.possibilities import Possibilities
from app.configuration.reasons import Reasons
from app.configuration.repairing import Wish, repairs
from app.configuration.solver import Undecided
from app.configuration.start import Start, StartUnreadable, formula_digest, start_bytes, start_from
from app.configuration.values import (
    ChoiceImpossible,
    Configuration,
    Conflict,
    Repair,
)
from app.configuration.variables import States
from app.errors import Refused


class ProductImpossible(Refused):
    """A product whose rules leave no configuration at all."""

    code: ClassVar[str] = "product_impossible"


class Configurator:
    """Answers about one product. Thread-safe; the order of choices never matters.

    ``choices`` are the user's own, by attribute. Where a method takes a further ``attribute`` and
    ``value``, that wish stands in place of an earlier choice of the same attribute. Every method raises
    ChoiceUnknown for an attribute or a value that the product does not have, and Undecided should a search
    outlast its bound: no answer is ever a guess.
    """

    def __init__(self, product: Product, start: bytes | None = None) -> None:
        """Compiles, in part from the ``start`` of an earlier one; a start that does not fit is ignored.

        Raises CatalogTooLarge, RuleUnreadable, ProductImpossible.
        """
        self._encoded = encoded(product)
        self._variables = self._encoded.variables
        self._digest = formula_digest(self._encoded.formula)
        known = _known_start(start, self._digest)
        self.starts_anew = known is None
        self._possibilities = Possibilities(self._encoded, known)
        self._description = Description(self._encoded)
        self._lock = RLock()
        # The first click of a session is the dearest; answering it here makes it as cheap as the others.
        try:
            if not self._possibilities.possible(frozenset()):
                raise self._nothing_possible()
        except Undecided:
            raise CatalogTooLarge(
                f"The rules of {product.name} are too entangled to be decided exactly. Use smaller numbers in"
                " sums, or a table instead of many rules."
            ) from None

    def start(self) -> bytes:
        """What the next process need not work out again."""
        with self._lock:
            return start_bytes(self._possibilities.start(), digest=self._digest)

    @cached_property
    def _reasons(self) -> Reasons:
        # Of its own solver; many sessions never ask why.
        return Reasons(self._encoded)

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

    def change(self, choices: Mapping[str, Value], changes: Mapping[str, Value | None]) -> Configuration:
        """Several changes at once; ``None`` takes a choice back (or nothing, where there is none).

        Raises ChoiceImpossible about the first change, in their order, that does not go with the choices
        left alone and the changes before it. Its repairs hold all changes, as far as they can be had, and
        are possible when passed to ``change`` in place of the changes.
        """
        kept = {key: value for key, value in choices.items() if key not in changes}
        wanted = {key: value for key, value in changes.items() if value is not None}
        with self._lock:
            for key in changes:
                known_states(key, self._variables)
            target = {**kept, **wanted}
            if self._allows(target):
                return self.configure(target)
            raise self._refusal(kept, changes)

    def why_not(self, choices: Mapping[str, Value], attribute: str, value: Value) -> Conflict | None:
        """A minimal reason against the value; None if it is possible.

        With any one of its choices or rules gone, the value would go with the rest of them.
        """
        with self._lock:
            wish = self._wish(choices, attribute, value=value)
            reason = self._reasons.reason((wish.literal,), tuple(wish.others))
            return None if reason is None else conflict_between(wish, reason)

    def repairs(
        self, choices: Mapping[str, Value], attribute: str, value: Value, limit: int = 5
    ) -> tuple[Repair, ...]:
        """The smallest changes to earlier choices that admit the value, fewest first; none if it never is.

        Each names the wish itself too, so that it can be passed to ``change`` as it is. Where an earlier
        choice has to go, the nearest value that fits is put in its place.
        """
        with self._lock:
            wish = self._wish(choices, attribute, value=value)
            return repairs(wish, self._possibilities, limit=limit)

    def complete(self, choices: Mapping[str, Value]) -> Mapping[str, Value]:
        """Every attribute that applies, decided: the user's choices as they are, then the defaults of the
        catalog where possible, else "no" or the first possible value in catalog order.

        Raises ChoiceImpossible when the choices contradict each other.
        """
        with self._lock:
            start = self.configure(choices)
            return completed(self._encoded, start.choices, possibilities=self._possibilities)

    def _instead(self, chosen: Mapping[Literal, tuple[States, Value]]) -> Callable[[States], int]:
        """For a chosen attribute, the states it could have while every other choice stays."""
        instead = self._possibilities.instead(chosen)

        def answer(states: States) -> int:
            choice = next(literal for literal in states.literals if literal in chosen)
            with self._lock:
                return instead(choice, states.literals)

        return answer

    def _allows(self, choices: Mapping[str, Value]) -> bool:
        return self._possibilities.allows(sorted(asked(choices, self._variables)))

    def _wish(self, choices: Mapping[str, Value], attribute: str, *, value: Value) -> Wish:
        states = known_states(attribute, self._variables)
        literal, known = known_value(states, value)
        others = {key: chosen for key, chosen in choices.items() if key != attribute}
        return Wish(states, known, literal, others=asked(others, self._variables))

    def _contradiction(self, choices: Mapping[str, Value]) -> ChoiceImpossible:
        ordered = [states.attribute.key for states in self._variables if states.attribute.key in choices]
        return self._blamed({}, choices, order=ordered)

    def _refusal(self, kept: Mapping[str, Value], changes: Mapping[str, Value | None]) -> ChoiceImpossible:
        if not self._allows(kept):
            return self._contradiction(kept)
        wanted = {key: value for key, value in changes.items() if value is not None}
        refusal = self._blamed(kept, {**kept, **wanted}, order=list(wanted))
        ways_out = (Repair({**changes, **repair.changes}, repair.text) for repair in refusal.repairs)
        return ChoiceImpossible(refusal.conflict, tuple(ways_out))

    def _blamed(
        self, before: Mapping[str, Value], target: Mapping[str, Value], *, order: Sequence[str]
    ) -> ChoiceImpossible:
        """Blames the first of ``order`` that does not go with those before it; ``target`` is impossible."""
        sofar = dict(before)
        for key in order:
            conflict = self.why_not(sofar, key, target[key])
            if conflict is not None:
                return ChoiceImpossible(conflict, self.repairs(target, key, target[key]))
            sofar[key] = target[key]
        raise AssertionError("choices that contradict each other do so at one of them")

    def _nothing_possible(self) -> ProductImpossible:
        reason = self._reasons.reason((), ())
        texts = [group.text for group in reason.groups] if reason else []
        return ProductImpossible(
            f"{self._encoded.product.name} has no possible configuration. {' '.join(texts)}".rstrip(),
            facts={"rules": [group.key for group in reason.groups] if reason else []},
        )


def _known_start(content: bytes | None, digest: str) -> Start | None:
    try:
        return None if content is None else start_from(content, digest=digest)
    except StartUnreadable:
        return None
