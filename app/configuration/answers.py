"""From the solver's terms back to values and sentences."""

from collections.abc import Callable, Iterator, Mapping
from itertools import compress
from typing import Final
from typing import Literal as OneOf

from app.catalog.product import Value
from app.configuration.encoding import Encoded
from app.configuration.formula import Literal
from app.configuration.numbers.reach import Reach
from app.configuration.reasons import Reason
from app.configuration.repairing import Wish
from app.configuration.values import (
    BrokenRule,
    Configuration,
    Conflict,
    Consequence,
    Domain,
    OwnChoice,
)
from app.configuration.variables import OTHER_TEXT, States, Variables
from app.configuration.wording import choice_text, conflict_text, consequence_text, end_text

# Digits of a number in binary to truth, and truth to its opposite.
_MARKS: Final = bytes(49) + b"\1" + bytes(206)
_OPPOSITE: Final = b"\1" + bytes(255)


class Description:
    """Says what is left of one product, of all attributes at once: each is a field of bits in one number."""

    def __init__(self, encoded: Encoded) -> None:
        self._product = encoded.product.key
        self._variables = encoded.variables
        self._reach = encoded.reach
        self._keys: list[str] = [states.attribute.key for states in encoded.variables]
        self._number = {key: number for number, key in enumerate(self._keys)}
        self._needs = encoded.product.needs
        self._firsts = sum(1 << states.literals[0] for states in encoded.variables)
        self._lasts = sum(1 << states.literals[-1] for states in encoded.variables)
        self._below_lasts = (1 << encoded.variables.last + 1) - 4 - self._lasts
        self._at_lasts = self._marks(self._lasts)
        self._texts = [
            (states.literals[states.index[OTHER_TEXT]], states.literals[-1])
            for states in encoded.variables
            if states.attribute.kind == "text"
        ]
        # By literal: the attribute and its value; None says that it is absent.
        self._said: list[tuple[str, Value | None]] = [("", None)] * (encoded.variables.last + 1)
        for states in encoded.variables:
            values = (*states.values, *[None] * states.conditional)
            for literal, value in zip(states.literals, values, strict=True):
                self._said[literal] = (states.attribute.key, value)

    def of(
        self,
        choices: Mapping[Literal, tuple[States, Value]],
        *,
        possible: int,
        instead: Callable[[States], int],
    ) -> Configuration:
        """``choices`` in catalog order. ``possible``: the states that are left, bit ``v`` for variable ``v``;
        ``instead`` gives for a chosen attribute or a need those it could have were it not chosen, and is
        asked only when somebody looks. Raises Undecided.
        """
        chosen: dict[str, Value] = {states.attribute.key: value for states, value in choices.values()}
        domains = Domains(self._variables, choices, self._reach, possible=possible, instead=instead)
        wide = {key: domains[key] for key in self._variables.wides if key not in chosen}
        # No field is empty, so taking one off each takes the lowest bit out of each and borrows from none.
        further = possible & (possible - self._firsts)
        several = ((further & ~self._lasts) + self._below_lasts | further) & self._lasts
        for literal, last in self._texts:
            # "Any other text" is one state and many values.
            several |= (possible >> literal & 1) << last
        for key, domain in wide.items():
            # One stretch is one state and many values.
            last = self._variables.wides[key].last
            several |= (domain.applies and not domain.decided) << last
        undecided = bytearray(compress(self._marks(several), self._at_lasts))
        decided = bytearray(undecided.translate(_OPPOSITE))
        for number in map(self._number.__getitem__, chosen):
            undecided[number] = decided[number] = 0
        for number in map(self._number.__getitem__, self._needs):
            undecided[number] = decided[number] = 0
        only = dict(compress(compress(self._said, self._marks(possible & ~further)), decided))
        return Configuration(
            product=self._product,
            choices=chosen,
            implied={
                key: wide[key].values[0] if key in wide else value
                for key, value in only.items()
                if value is not None
            },
            absent=frozenset(key for key, value in only.items() if value is None),
            domains=domains,
            open=tuple(compress(self._keys, undecided)),
            needs=self._needs,
        )

    def _marks(self, bits: int) -> bytes:
        """A byte for each literal from 0 on: 1 where its bit is set."""
        digits = format(bits, "b").zfill(self._variables.last + 1)
        return digits.encode().translate(_MARKS)[::-1]


class Domains(Mapping[str, Domain]):
    """The domain of every attribute, in catalog order, each made when it is first looked at.

    Looking at that of a chosen attribute or a need may raise Undecided, as a question of its own.
    """

    def __init__(
        self,
        variables: Variables,
        choices: Mapping[Literal, tuple[States, Value]],
        reach: Reach,
        *,
        possible: int,
        instead: Callable[[States], int],
    ) -> None:
        self._variables = variables
        self._chosen = {states.attribute.key: literal for literal, (states, _) in choices.items()}
        self._reach = reach
        self._possible = possible
        self._instead = instead
        self._known: dict[str, Domain] = {}

    def __getitem__(self, key: str) -> Domain:
        known = self._known.get(key)
        if known is None:
            states = self._variables.of(key)
            if states is None:
                raise KeyError(key)
            asked = key in self._chosen or states.attribute.need
            possible = self._instead(states) if asked else self._possible
            known = domain_of(states, possible, choices=self._others(states), reach=self._reach)
            self._known[key] = known
        return known

    def _others(self, states: States) -> frozenset[Literal]:
        """All choices but its own; only numbers of very many values ask for them."""
        if states.wide is None:
            return frozenset()
        return frozenset(one for key, one in self._chosen.items() if key != states.attribute.key)

    def __iter__(self) -> Iterator[str]:
        return (states.attribute.key for states in self._variables)

    def __len__(self) -> int:
        return len(self._variables)


def domain_of(states: States, possible: int, *, choices: frozenset[Literal], reach: Reach) -> Domain:
    """``possible`` belongs to the choices. Raises Undecided."""
    can_be_absent = states.conditional and bool(possible >> states.absent & 1)
    if states.wide is not None:
        number = states.attribute.number
        found = reach.ranges(states.wide, possible, choices)
        places = found.runs
        is_one = len(places) == 1 and places[0][0] == places[0][1]
        return Domain(
            values=(number(places[0][0]),) if is_one else (),
            can_be_absent=can_be_absent,
            ranges=tuple((number(low), number(high)) for low, high in places),
            gaps=found.gaps,
        )
    values = tuple(
        value
        for value, literal in zip(states.values, states.literals, strict=False)
        if possible >> literal & 1
    )
    any_text = states.attribute.kind == "text" and OTHER_TEXT in values
    return Domain(
        values=values[:-1] if any_text else values,
        can_be_absent=can_be_absent,
        any_text=any_text,
    )


def consequence_of(
    states: States, value: Value | None, reason: Reason, *, others: Mapping[Literal, tuple[States, Value]]
) -> Consequence:
    choices, rules = _members(reason, others)
    text = consequence_text(states.attribute, value, [choice.text for choice in choices])
    return Consequence(
        attribute=states.attribute.key,
        value=value,
        choices=choices,
        rules=rules,
        text=" ".join([text, *(rule.text for rule in rules)]),
    )


def end_of(
    states: States,
    value: Value,
    reason: Reason,
    *,
    others: Mapping[Literal, tuple[States, Value]],
    end: OneOf["least", "greatest"],
) -> Consequence:
    choices, rules = _members(reason, others)
    text = end_text(states.attribute, value, [choice.text for choice in choices], end=end)
    return Consequence(
        attribute=states.attribute.key,
        value=value,
        choices=choices,
        rules=rules,
        text=" ".join([text, *(rule.text for rule in rules)]),
    )


def conflict_between(wish: Wish, reason: Reason) -> Conflict:
    choices, rules = _members(reason, wish.others)
    return Conflict(
        attribute=wish.states.attribute.key,
        value=wish.value,
        choices=choices,
        rules=rules,
        text=conflict_text(
            choice_text(wish.states.attribute, wish.value),
            [choice.text for choice in choices],
            [rule.text for rule in rules],
        ),
    )


def _members(
    reason: Reason, others: Mapping[Literal, tuple[States, Value]]
) -> tuple[tuple[OwnChoice, ...], tuple[BrokenRule, ...]]:
    choices = tuple(
        OwnChoice(states.attribute.key, value, choice_text(states.attribute, value), states.attribute.need)
        for states, value in (others[literal] for literal in reason.choices)
    )
    return choices, tuple(BrokenRule(group.key, group.text, group.texts) for group in reason.groups)
