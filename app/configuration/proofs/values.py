"""Values that are in no configuration, attributes that have one value only, parts that never apply."""

from collections.abc import Iterator, Sequence

from app.catalog.cells import admits
from app.catalog.product import Attribute, Value
from app.configuration.proofs.claim import has_state
from app.configuration.proofs.known import Known
from app.configuration.proofs.proof import Proof
from app.configuration.variables import States


def prove_values(known: Known) -> Iterator[Proof]:
    """In the order of the product."""
    for states in known.subject.encoded.variables:
        if states.conditional and known.never(-states.absent):
            yield _never_applies(known, states)
            continue
        if states.conditional and known.never(states.absent):
            place = ("attribute", states.attribute.key, "when")
            text = f"{states.attribute.key} applies in every configuration."
            yield known.proof(
                "always_applies", place, text, denied=has_state(states.attribute.key, len(states.values))
            )
        yield from _of_attribute(known, states)
    yield from _steps(known)


def _never_applies(known: Known, states: States) -> Proof:
    key = states.attribute.key
    denied = has_state(key, *range(len(states.values)))
    if states.attribute.need:
        text = f"No configuration meets any answer to {key}."
        return known.proof("unmet_need", ("attribute", key), text, denied=denied)
    text = f"{key} applies in no configuration."
    return known.proof("never_applies", ("attribute", key, "when"), text, denied=denied)


def _of_attribute(known: Known, states: States) -> Iterator[Proof]:
    attribute = states.attribute
    if attribute.kind == "text" or attribute.preset is not None:
        return
    dead = [
        place for place, literal in enumerate(states.literals[: len(states.values)]) if known.never(literal)
    ]
    # An answer to a need is never forced: it can always be left out.
    places = () if attribute.need else range(len(states.values))
    alive = [place for place in places if place not in set(dead)]
    single = [place for place in alive if _last(states, place) == states.values[place]]
    if len(alive) == len(single) == 1 and dead:
        yield _forced(known, states, states.values[alive[0]], dead=dead)
    elif len(states.values) == len(single) == 1:
        yield Proof("single_value", ("attribute", attribute.key), f"{attribute.key} has one value only.")
    if attribute.kind == "choice":
        yield from (_dead_option(known, states, place) for place in dead)
    elif (said := _not_listed(known, states, dead, alive=alive)) and (len(alive) > 1 or not single):
        yield _dead_numbers(known, states, said)
    if attribute.default is not None and states.place(attribute.default) in dead:
        yield _dead_default(known, states)


def _forced(known: Known, states: States, value: Value, *, dead: Sequence[int]) -> Proof:
    attribute = states.attribute
    where = ", wherever it applies" if states.conditional else ""
    text = f"{attribute.key} is {shown(attribute, value)} in every configuration{where}."
    denied = has_state(attribute.key, *dead)
    return known.proof("forced_value", ("attribute", attribute.key), text, denied=denied)


def _dead_option(known: Known, states: States, place: int) -> Proof:
    attribute, value = states.attribute, states.values[place]
    text = f"{shown(attribute, value)} of {attribute.key} is in no configuration."
    return known.proof(
        "dead_option",
        ("attribute", attribute.key, "option", str(value)),
        text,
        denied=has_state(attribute.key, place),
    )


def _not_listed(known: Known, states: States, dead: Sequence[int], *, alive: Sequence[int]) -> list[int]:
    """The dead numbers but for the gaps of tables: what lies between others and stands in no row."""
    key = states.attribute.key
    listed = [
        {row[at] for row in table.rows}
        for table in known.product.tables
        for at, column in enumerate(table.columns)
        if column == key
    ]

    def gap(place: int) -> bool:
        value = states.values[place]
        return alive[0] < place < alive[-1] and any(
            not any(admits(cell, value) for cell in cells) for cells in listed
        )

    return [place for place in dead if states.wide is not None or not alive or not gap(place)]


def _dead_numbers(known: Known, states: States, dead: Sequence[int]) -> Proof:
    attribute = states.attribute
    spans = ", ".join(_spans(states, dead))
    verb = "is" if len(dead) == 1 else "are"
    return known.proof(
        "dead_numbers",
        ("attribute", attribute.key),
        f"{spans} of {attribute.key} {verb} in no configuration.",
        denied=has_state(attribute.key, *dead),
    )


def _spans(states: States, dead: Sequence[int]) -> Iterator[str]:
    start = 0
    for end in range(1, len(dead) + 1):
        if end == len(dead) or dead[end] != dead[end - 1] + 1:
            first, last = states.values[dead[start]], _last(states, dead[end - 1])
            yield f"{first}" if first == last else f"{first} to {last}"
            start = end


def _last(states: States, place: int) -> Value:
    """Of the values that the state stands for."""
    wide = states.wide
    return states.values[place] if wide is None else states.attribute.number(wide.stretches[place][1])


def _dead_default(known: Known, states: States) -> Proof:
    attribute = states.attribute
    default = attribute.default
    assert default is not None  # noqa: S101 - the caller asked
    text = f"The default of {attribute.key}, {shown(attribute, default)}, is in no configuration."
    return known.proof(
        "impossible_default",
        ("attribute", attribute.key, "default"),
        text,
        denied=has_state(attribute.key, states.place(default) or 0),
    )


def _steps(known: Known) -> Iterator[Proof]:
    for step in known.product.steps:
        states = [known.subject.states(key) for key in step.attributes]
        if states and all(one.conditional and known.never(-one.absent) for one in states):
            text = f"No attribute of the step {step.key} ever applies."
            yield Proof("unreached_step", ("step", step.key), text)


def shown(attribute: Attribute, value: Value) -> str:
    """A value as the catalog writes it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return f'"{value}"' if attribute.kind == "choice" else str(value)
