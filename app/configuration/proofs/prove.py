"""All proofs of one product."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from app.catalog.expressions import names
from app.catalog.product import Product
from app.configuration.evaluation import speaks_of
from app.configuration.formula import Literal
from app.configuration.numbers.scouting import LIMITS, Limits
from app.configuration.proofs.blame import Blame
from app.configuration.proofs.claim import NOTHING
from app.configuration.proofs.conditions import prove_parts, prove_triggers
from app.configuration.proofs.counting import Count, counted
from app.configuration.proofs.defaults import prove_defaults
from app.configuration.proofs.known import Known
from app.configuration.proofs.proof import Progress, Proof, silent
from app.configuration.proofs.questions import questions
from app.configuration.proofs.redundancy import prove_redundancy
from app.configuration.proofs.subject import Subject, subject
from app.configuration.proofs.sweep import Sweep, Swept
from app.configuration.proofs.tables import prove_rows
from app.configuration.proofs.values import prove_values
from app.configuration.solver import Undecided


@dataclass(frozen=True, slots=True)
class Proven:
    """``configurations`` is how many the product has."""

    proofs: tuple[Proof, ...]
    configurations: Count


def prove(product: Product, told: Progress = silent, limits: Limits = LIMITS) -> Proven:
    """Everything that can be said. ``product`` has passed the checks of the catalog.

    Raises RuleUnreadable where it has not.
    """
    ready = subject(product, limits)
    asked = questions(ready)
    sweep, blame = Sweep(ready.encoded), Blame(ready, told)
    try:
        if not sweep.possible():
            return Proven((*ready.left_out, _impossible(ready, blame)), Count(0, exact=not ready.left_out))
    except Undecided:
        text = f"Whether {product.key} has any configuration could not be decided."
        return Proven((*ready.left_out, Proof("not_proven", ("steps",), text)), Count(None, exact=False))
    swept = sweep.look((*_states(ready), *asked.literals), told)
    known = Known(ready, asked, sweep, swept, blame)
    told("configurations", 0, 1)
    count = counted(ready.encoded, _possible(ready, swept))
    proofs = (*ready.left_out, *_not_proven(known), *_proofs(known, told))
    return Proven(proofs, count if not ready.left_out else Count(count.most, exact=False))


def _proofs(known: Known, told: Progress) -> Iterator[Proof]:
    yield from prove_values(known)
    triggers = list(prove_triggers(known))
    redundant = list(prove_redundancy(known, told))
    told_already = _keys(triggers)
    yield from triggers
    yield from reversed([proof for proof in redundant if proof.place[1] not in told_already])
    yield from prove_parts(known, told_already | _keys(redundant))
    yield from prove_rows(known)
    yield from prove_defaults(known)
    yield from _idle(known.product)
    if known.blame.unexplained:
        text = f"{known.blame.unexplained} findings come without the rules behind them."
        yield Proof("not_explained", ("steps",), text)


def _keys(proofs: Iterable[Proof]) -> frozenset[str]:
    return frozenset(str(proof.place[1]) for proof in proofs)


def _states(ready: Subject) -> Iterator[Literal]:
    for states in ready.encoded.variables:
        yield from states.literals
        if states.conditional:
            yield -states.absent


def _possible(ready: Subject, swept: Swept) -> dict[str, tuple[int, ...]]:
    """By attribute, the numbers of the states that some configuration has. Texts are counted as one.

    Needs are counted as not answered: they are no part of what is made, and nothing that is possible with
    an answer is impossible without.
    """
    found: dict[str, tuple[int, ...]] = {}
    for states in ready.encoded.variables:
        places = [at for at, literal in enumerate(states.literals) if literal not in swept.impossible]
        if states.attribute.kind == "text":
            said = [place for place in places if place < len(states.values)]
            places = [*said[:1], *(place for place in places if place not in said)]
        if states.attribute.need:
            places = [len(states.values)]
        found[states.attribute.key] = tuple(places)
    return found


def _impossible(ready: Subject, blame: Blame) -> Proof:
    places = ready.places(blame.found(NOTHING))
    text = f"{ready.product.key} has no possible configuration: its rules contradict each other."
    return Proof("product_impossible", places[0] if places else ("steps",), text, places)


def _not_proven(known: Known) -> Iterator[Proof]:
    for place in known.questions.skipped:
        yield Proof("not_proven", place, f"{place[1]} is too large to be looked at part by part.")
    if known.swept.undecided:
        text = f"{len(known.swept.undecided)} values or conditions could not be decided."
        yield Proof("not_proven", ("steps",), text)


def _idle(product: Product) -> Iterator[Proof]:
    used = {key for rule in product.rules for key in names(rule.expression)}
    used |= {key for table in product.tables for key in speaks_of(table)}
    used |= {key for one in product.attributes if one.when is not None for key in names(one.when)}
    for attribute in product.attributes:
        priced = attribute.prices or any(option.prices for option in attribute.options)
        told = attribute.kind == "text" or attribute.preset is not None or attribute.when is not None
        told = told and not attribute.need
        if attribute.key not in used and not priced and not told:
            text = f"No rule, table, condition or price depends on {attribute.key}."
            yield Proof("idle_attribute", ("attribute", attribute.key), text)
