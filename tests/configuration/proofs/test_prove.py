"""Proofs of products that are too large, that change with time, or that nothing is wrong with."""

from dataclasses import replace
from datetime import date

from app.catalog.expressions import parse
from app.catalog.period import Period
from app.catalog.product import Attribute, AttributeKey, Rule
from app.configuration.proofs import prove, prove_always
from tests.configuration.station import STATION

TODAY = date(2026, 11, 1)
NEVER = Rule("never", "No mast.", parse('mounting != "mast"'), "")


def wide(key: str) -> Attribute:
    return Attribute(AttributeKey(key), key.upper(), "integer", minimum=0, maximum=399)


def test_a_rule_that_outgrows_the_engine_is_named_and_the_rest_is_proven() -> None:
    huge = Rule("huge", "Area.", parse("width * depth <= 100"), "")
    product = replace(
        STATION,
        attributes=(*STATION.attributes, wide("width"), wide("depth")),
        rules=(*STATION.rules, NEVER, huge),
    )
    proven = prove(product)
    found = {proof.code: proof.place for proof in proven.proofs}
    assert found["catalog_too_large"] == ("rule", "huge")
    assert found["dead_option"] == ("attribute", "mounting", "option", "mast")
    assert proven.configurations.exact is False


def test_what_is_dead_on_some_day_is_told_with_that_day() -> None:
    later = replace(NEVER, period=Period(date(2027, 1, 1)))
    proven = prove_always(replace(STATION, rules=(*STATION.rules, later)), TODAY)
    [dead] = [proof for proof in proven.proofs if proof.code == "dead_option"]
    assert "From 2027-01-01 on." in dead.text
    assert proven.configurations == prove(STATION).configurations


def test_what_does_not_apply_on_some_days_only_is_no_finding() -> None:
    later = replace(NEVER, period=Period(date(2027, 1, 1)))
    proven = prove_always(replace(STATION, rules=(*STATION.rules, later)), TODAY)
    assert "never_applies" not in {proof.code for proof in proven.proofs}


def test_progress_is_told() -> None:
    told: list[str] = []
    prove(STATION, lambda stage, done, total: told.append(stage))
    assert {"values and conditions", "redundant rules"} <= set(told)
