"""What the engine answers, as values."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import ClassVar

from app.catalog.attribute import Value, as_json
from app.catalog.texts import said
from app.errors import Refused


@dataclass(frozen=True, slots=True)
class Domain:
    """What an attribute may become by one change, exactly: each of ``values`` can be completed.

    For a chosen attribute that is what could be chosen instead, its own value among it, while every other
    choice stays. ``can_be_absent``: a complete configuration without it exists too (conditional attributes).
    ``any_text``: of a text, any that fits the attribute, beside the ``values``, which the catalog
    proposes.
    ``ranges``: of a number with very many values, first and last of each run; ``values`` is empty then, or
    the one that is left. The outermost ends can be completed, and no value outside of the ranges can.
    ``gaps``: some values within may not be possible, as a rule computes with several such numbers; else each
    of them can be completed.
    """

    values: tuple[Value, ...]
    can_be_absent: bool = False
    any_text: bool = False
    ranges: tuple[tuple[Value, Value], ...] = ()
    gaps: bool = False

    @property
    def decided(self) -> bool:
        """Whether exactly one value is possible, and absence is not."""
        return len(self.values) == 1 and not self.can_be_absent and not self.any_text

    @property
    def applies(self) -> bool:
        """Whether the attribute can have a value at all."""
        return bool(self.values) or self.any_text or bool(self.ranges)


@dataclass(frozen=True, slots=True)
class OwnChoice:
    """A choice of the user that takes part in a reason; ``need``: the answer to a need."""

    attribute: str
    value: Value
    text: str
    need: bool = False


@dataclass(frozen=True, slots=True)
class BrokenRule:
    """A rule, table or condition of the catalog that takes part in a reason, in words.

    ``texts``: the same by language, where the catalog gives several.
    """

    key: str
    text: str
    texts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Conflict:
    """A minimal reason: with any one member gone, the value would be possible."""

    attribute: str
    value: Value
    choices: tuple[OwnChoice, ...]
    rules: tuple[BrokenRule, ...]
    text: str

    def in_language(self, language: str) -> "Conflict":
        """With the sentences of the catalog in that language, as far as it gives them."""
        rules, text = _in_language(self.rules, self.text, language)
        return replace(self, rules=rules, text=text)


@dataclass(frozen=True, slots=True)
class Conflicts:
    """Several minimal reasons against one value. ``complete``: there are no others."""

    found: tuple[Conflict, ...]
    complete: bool

    def in_language(self, language: str) -> "Conflicts":
        return replace(self, found=tuple(conflict.in_language(language) for conflict in self.found))


@dataclass(frozen=True, slots=True)
class Consequence:
    """Why an attribute can be nothing else: with any one member gone, it could.

    ``value`` is ``None`` for one that cannot apply.
    """

    attribute: str
    value: Value | None
    choices: tuple[OwnChoice, ...]
    rules: tuple[BrokenRule, ...]
    text: str

    def in_language(self, language: str) -> "Consequence":
        rules, text = _in_language(self.rules, self.text, language)
        return replace(self, rules=rules, text=text)


@dataclass(frozen=True, slots=True)
class Repair:
    """A smallest change to earlier choices that allows the wished value: ``None`` takes a choice back."""

    changes: Mapping[str, Value | None]
    text: str

    @property
    def as_json(self) -> Mapping[str, str | bool | int | None]:
        """The changes as JSON has them; reading them with the product's choices gives them back."""
        return {key: None if value is None else as_json(value) for key, value in self.changes.items()}


@dataclass(frozen=True, slots=True)
class Completion:
    """Every attribute that applies, decided at some cost. ``proven``: nothing with these choices costs less;
    else it is the least that was found in the time there was.
    """

    values: Mapping[str, Value]
    cost: Decimal
    proven: bool


@dataclass(frozen=True, slots=True)
class Configuration:
    """The state after the choices: what they are, what follows from them, and what is still possible.

    ``implied`` holds attributes with exactly one possible value that the user did not choose; ``absent``
    those that cannot apply any more; ``open`` those still to be decided, in catalog order. It is
    ``complete`` when nothing is open. ``needs`` may stay unanswered: they are neither open nor absent, and
    which answers go with the choices is worked out when their domains are read.
    """

    product: str
    choices: Mapping[str, Value]
    implied: Mapping[str, Value]
    absent: frozenset[str]
    domains: Mapping[str, Domain]
    open: tuple[str, ...]
    needs: frozenset[str] = frozenset()

    @property
    def complete(self) -> bool:
        return not self.open

    @property
    def values(self) -> Mapping[str, Value]:
        """Everything decided so far of the product itself, chosen or implied."""
        chosen = {key: value for key, value in self.choices.items() if key not in self.needs}
        return {**self.implied, **chosen}


class ChoiceUnknown(Refused):
    """An attribute or a value that the catalog does not have."""

    code: ClassVar[str] = "choice_unknown"


class ChoiceImpossible(Refused):
    """A value that the other choices and the rules exclude."""

    code: ClassVar[str] = "choice_impossible"

    def __init__(self, conflict: Conflict, repairs: tuple[Repair, ...]) -> None:
        super().__init__(conflict.text, facts=_facts(conflict, repairs))
        self.conflict = conflict
        self.repairs = repairs

    def in_language(self, language: str) -> "ChoiceImpossible":
        return ChoiceImpossible(self.conflict.in_language(language), self.repairs)


def _in_language(
    rules: tuple[BrokenRule, ...], text: str, language: str
) -> tuple[tuple[BrokenRule, ...], str]:
    """The rules in that language, and a text that ends with their sentences."""
    spoken = tuple(replace(rule, text=said(rule.text, rule.texts, language=language)) for rule in rules)
    return spoken, f"{text.removesuffix(_because(rules))}{_because(spoken)}"


def _because(rules: tuple[BrokenRule, ...]) -> str:
    return " ".join(rule.text for rule in rules)


def _facts(conflict: Conflict, repairs: tuple[Repair, ...]) -> Mapping[str, object]:
    return {
        "conflict": {
            "attribute": conflict.attribute,
            "value": as_json(conflict.value),
            "choices": [
                {"attribute": choice.attribute, "value": as_json(choice.value), "text": choice.text}
                for choice in conflict.choices
            ],
            "rules": [{"key": rule.key, "text": rule.text} for rule in conflict.rules],
        },
        "repairs": [{"changes": repair.as_json, "text": repair.text} for repair in repairs],
    }
