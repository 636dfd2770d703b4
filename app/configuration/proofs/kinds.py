"""Every kind of proof: its stable code, how bad it is, and what to do about it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

Severity: TypeAlias = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True)
class Kind:
    """``title`` says what was found in a few words, ``remedy`` what to do about it."""

    severity: Severity
    title: str
    remedy: str


KINDS: Final[Mapping[str, Kind]] = {
    "product_impossible": Kind(
        "error",
        "Rules contradict each other",
        "Loosen or remove one of the rules that are named; with any one of them gone the others agree.",
    ),
    "catalog_too_large": Kind(
        "error",
        "A rule outgrows the engine",
        "Use smaller ranges or larger steps, or split the sum or product into several rules.",
    ),
    "dead_option": Kind(
        "error",
        "An option that nobody can ever choose",
        "Remove the option, or loosen one of the rules that are named.",
    ),
    "never_applies": Kind(
        "error",
        "An attribute that never applies",
        "Remove the attribute, or change its condition or one of the rules that are named.",
    ),
    "unmet_need": Kind(
        "error",
        "A need that no configuration meets",
        "Remove the need, or loosen one of the rules that are named.",
    ),
    "impossible_default": Kind(
        "error",
        "A default that is in no configuration",
        "Choose another default, or loosen one of the rules that are named.",
    ),
    "dead_numbers": Kind(
        "warning",
        "Numbers that nobody can ever choose",
        "Narrow the range to what is possible, or loosen one of the rules that are named.",
    ),
    "forced_value": Kind(
        "warning",
        "An attribute that has the same value always",
        "State it in the description instead of asking for it, or loosen one of the rules that are named.",
    ),
    "always_applies": Kind(
        "warning",
        "A condition of an attribute that is always true",
        "Remove the attribute's condition, or correct it.",
    ),
    "unreached_step": Kind(
        "warning",
        "A step that is never reached",
        "Remove the step, or correct the conditions of its attributes.",
    ),
    "rule_never_triggered": Kind(
        "warning",
        "A rule whose condition is never true",
        "Correct the condition, or remove the rule.",
    ),
    "rule_forbids_condition": Kind(
        "warning",
        "A rule that can only be met by avoiding its condition",
        "If that is meant, write it as a plain rule: not (condition). Else correct what it asks for.",
    ),
    "condition_always_true": Kind(
        "warning",
        "A condition of a rule that is always true",
        "Correct the condition, or write what the rule asks for as a plain rule.",
    ),
    "redundant_rule": Kind(
        "warning",
        "A rule or table that follows from the others",
        "Remove it. All that are named redundant in a product can go together.",
    ),
    "dead_row": Kind(
        "warning",
        "A row of a table that never matches",
        "Remove the row, or loosen one of the rules that are named.",
    ),
    "defaults_clash": Kind(
        "warning",
        "Defaults that do not go together",
        "Change one of the defaults that are named, so that what is proposed first can be had.",
    ),
    "not_proven": Kind(
        "warning",
        "A proof that outlasted its bound",
        "Nothing wrong was found here, nor was it excluded. Simpler rules, or a table, can be proven.",
    ),
    "price_step_never": Kind(
        "error",
        "A price step whose condition can never hold",
        "Correct the condition, or remove the step.",
    ),
    "price_below_floor": Kind(
        "note",
        "A price that comes below its floor by itself",
        "Nothing, if the floor is meant to hold there; else raise the tier, or lower the floor.",
    ),
    "not_explained": Kind(
        "note",
        "Findings without the rules behind them",
        "Mend those that are explained, and check again.",
    ),
    "part_always_true": Kind(
        "note",
        "A part of a condition that is always true",
        "Leave the part out, or correct it.",
    ),
    "part_always_false": Kind(
        "note",
        "A part of a condition that is never true",
        "Leave the part out, or correct it.",
    ),
    "single_value": Kind(
        "note",
        "An attribute with a single value",
        "Nothing, if more values are to come; else state it in the description.",
    ),
    "idle_attribute": Kind(
        "note",
        "An attribute on which nothing depends",
        "Nothing, if it only informs; else give it a price, or use it in a rule.",
    ),
}
