"""Proofs against a judge that tries every configuration, over products that Hypothesis makes up."""

from collections.abc import Collection

from hypothesis import HealthCheck, assume, given, settings

from app.catalog.cells import Span, admits
from app.catalog.expressions import holds
from app.catalog.product import Attribute, Product, Table, Value
from app.configuration.proofs import Proof, Proven, prove
from tests.configuration.brute_force import BruteForce, Values, same
from tests.configuration.small_products import products
from tests.thorough import tried

_EXAMPLES = settings(
    max_examples=tried(30),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


def key(place: tuple[str | int, ...]) -> str:
    return f"{place[1]}.{place[2]}" if place[0] == "attribute" else str(place[1])


def holds_in(table: Table, values: Values, product: Product) -> bool:
    return table.when is None or holds(table.when, values, product)


def of(proven: Proven, *codes: str) -> list[Proof]:
    return [proof for proof in proven.proofs if proof.code in codes]


def possible(product: Product) -> tuple[BruteForce, Proven]:
    judge = BruteForce(product)
    assume(judge.configurations({}))
    return judge, prove(product)


@_EXAMPLES
@given(products())
def test_the_number_of_configurations_is_exact(product: Product) -> None:
    count = prove(product).configurations
    assert (count.most, count.exact) == (len(BruteForce(product).configurations({})), True)


@_EXAMPLES
@given(products())
def test_a_product_is_called_impossible_exactly_where_it_is_with_a_minimal_set(product: Product) -> None:
    judge, proven = BruteForce(product), prove(product)
    found = of(proven, "product_impossible")
    assert bool(found) == (not judge.configurations({}))
    for proof in found:
        rules = frozenset(map(key, proof.because))
        assert not judge.configurations({}, rules)
        assert all(judge.configurations({}, rules - {rule}) for rule in rules)


@_EXAMPLES
@given(products())
def test_dead_options_are_exactly_those_in_no_configuration_with_a_minimal_set(product: Product) -> None:
    judge, proven = possible(product)
    dead = {proof.place[1::2]: proof for proof in of(proven, "dead_option")}
    never = {proof.place[1] for proof in of(proven, "never_applies")}
    for attribute in product.attributes:
        values, _ = judge.domain({}, attribute)
        assert (attribute.key in never) == (not values)
        if attribute.kind != "choice" or not values or attribute.preset is not None:
            continue
        for option in attribute.options:
            proof = dead.get((attribute.key, option.key))
            assert (proof is None) == (option.key in values)
            if proof is not None:
                rules = frozenset(map(key, proof.because))
                assert not judge.configurations({attribute.key: option.key}, rules)
                for rule in rules:
                    assert judge.configurations({attribute.key: option.key}, rules - {rule})


@_EXAMPLES
@given(products())
def test_forced_values_and_dead_numbers_are_exact(product: Product) -> None:
    judge, proven = possible(product)
    forced = {proof.place[1] for proof in of(proven, "forced_value")}
    numbers = {proof.place[1] for proof in of(proven, "dead_numbers")}
    always = {proof.place[1] for proof in of(proven, "always_applies")}
    for attribute in product.attributes:
        values, can_be_absent = judge.domain({}, attribute)
        assert (attribute.key in always) == (attribute.when is not None and not can_be_absent)
        if attribute.preset is not None:
            continue
        assert (attribute.key in forced) == (len(values) == 1 < len(attribute.values))
        told = attribute.numeric and len(values) > 1 and _dead_and_not_between(product, attribute, values)
        assert (attribute.key in numbers) == told


def _dead_and_not_between(product: Product, attribute: Attribute, possible: Collection[Value]) -> bool:
    """Whether a value is impossible that does not lie between possible ones in no row of some table."""
    alive = [place for place, value in enumerate(attribute.values) if value in possible]
    columns = [
        [row[table.columns.index(attribute.key)] for row in table.rows]
        for table in product.tables
        if attribute.key in table.columns
    ]
    return any(
        value not in possible
        and not (
            alive[0] < place < alive[-1]
            and any(not any(admits(cell, value) for cell in column) for column in columns)
        )
        for place, value in enumerate(attribute.values)
    )


@_EXAMPLES
@given(products())
def test_what_is_called_redundant_can_go_together_and_nothing_more_can(product: Product) -> None:
    judge, proven = possible(product)
    gone = frozenset(key(proof.place) for proof in of(proven, "redundant_rule"))
    whole = len(judge.configurations({}))
    kept = judge.parts - gone
    assert len(judge.configurations({}, kept)) == whole
    more_said = of(proven, "rule_never_triggered", "condition_always_true", "rule_forbids_condition")
    for part in kept:
        if not part.endswith((".when", ".preset")) and not more_said:
            assert len(judge.configurations({}, kept - {part})) > whole
    for proof in of(proven, "redundant_rule"):
        because = frozenset(map(key, proof.because))
        own = key(proof.place)
        assert len(judge.configurations({}, because)) == len(judge.configurations({}, because | {own}))


@_EXAMPLES
@given(products())
def test_a_row_is_called_dead_exactly_where_no_configuration_matches_it(product: Product) -> None:
    judge, proven = possible(product)
    dead = {(proof.place[1], proof.place[3]) for proof in of(proven, "dead_row")}
    for table in product.tables:
        for n, row in enumerate(table.rows):
            found = (values for values in judge.configurations({}) if holds_in(table, values, product))
            matching = any(
                all(
                    cell is None
                    or column not in values
                    or any(
                        values[column] in member if isinstance(member, Span) else same(values[column], member)
                        for member in cell
                    )
                    for column, cell in zip(table.columns, row, strict=True)
                )
                for values in found
            )
            assert ((table.key, n) in dead) == (not matching)


@_EXAMPLES
@given(products())
def test_a_rule_that_is_never_triggered_is_implied_by_the_rules_that_are_named(product: Product) -> None:
    judge, proven = possible(product)
    for proof in of(proven, "rule_never_triggered"):
        because = frozenset(map(key, proof.because))
        own = key(proof.place)
        assert own not in because
        assert judge.configurations({}, because) == judge.configurations({}, because | {own})
