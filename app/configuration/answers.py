"""From the solver's terms back to values and sentences."""

from collections.abc import Iterator, Mapping

from app.catalog.product import Value
from app.configuration.encoding import Encoded
from app.configuration.formula import Literal
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
from app.configuration.variables import OTHER_TEXT, States
from app.configuration.wording import choice_text, conflict_text, consequence_text


def described(
    encoded: Encoded, choices: Mapping[str, Value], *, possible: int, instead: Mapping[str, int]
) -> Configuration:
    """``possible``: the states that are left, bit ``v`` for variable ``v``; ``instead``: by chosen attribute,
    those it could have were it not chosen.
    """
    domains: dict[str, Domain] = {
        states.attribute.key: domain_of(states, instead.get(states.attribute.key, possible))
        for states in encoded.variables
    }
    chosen = dict(_known(encoded, choices))
    return Configuration(
        product=encoded.product.key,
        choices=chosen,
        implied={
            key: domain.values[0] for key, domain in domains.items() if domain.decided and key not in chosen
        },
        absent=frozenset(key for key, domain in domains.items() if not domain.applies),
        domains=domains,
        open=tuple(
            key
            for key, domain in domains.items()
            if domain.applies and not domain.decided and key not in chosen
        ),
    )


def _known(encoded: Encoded, choices: Mapping[str, Value]) -> Iterator[tuple[str, Value]]:
    """The choices in catalog order, each value as the catalog writes it."""
    for states in encoded.variables:
        value = states.attribute.canonical(choices.get(states.attribute.key))
        if value is not None:
            yield states.attribute.key, value


def domain_of(states: States, possible: int) -> Domain:
    values = tuple(
        value
        for value, literal in zip(states.values, states.literals, strict=False)
        if possible >> literal & 1
    )
    any_text = states.attribute.kind == "text" and OTHER_TEXT in values
    return Domain(
        values=values[:-1] if any_text else values,
        can_be_absent=states.conditional and bool(possible >> states.absent & 1),
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
        OwnChoice(states.attribute.key, value, choice_text(states.attribute, value))
        for states, value in (others[literal] for literal in reason.choices)
    )
    return choices, tuple(BrokenRule(group.key, group.text) for group in reason.groups)
