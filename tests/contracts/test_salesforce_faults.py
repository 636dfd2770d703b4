"""Opening and writing under every fault of the sandbox: one quote in the end, or none and the reason."""

import time
from typing import Any

import pytest

from app.crm import CrmBusy, CrmLimit, CrmRefused, CrmSessionExpired, CrmUnavailable
from app.errors import AppError
from app.sandbox.faults import KINDS
from tests.contracts.benches import SandboxBench
from tests.contracts.offers import AT, offer_of
from tests.fixtures_sandbox import Sandbox

WRITE = {"match": "composite"}
RULE = "Ask sales operations."

OUTAGES: list[tuple[str, dict[str, Any], int]] = [
    ("stall", {"seconds": 0.05}, 0),
    ("server_error", {}, 0),
    ("unavailable", {}, 0),
    ("outage", {"seconds": 0.2}, 0),
    ("reset", {}, 0),
    ("truncated_json", {}, 1),
    ("commit_then_drop", {}, 1),
    ("commit_then_reset", {}, 1),
]
REFUSALS: list[tuple[str, dict[str, Any], type[AppError], str]] = [
    ("invalid_session", {}, CrmSessionExpired, "session has ended"),
    ("limit", {}, CrmLimit, "allowance"),
    ("concurrent_limit", {}, CrmLimit, "too many calls"),
    ("lock", {}, CrmBusy, "changing the same record"),
    ("lock", {"object": "QuoteLineItem", "nth": 2}, CrmBusy, "changing the same record"),
    ("validation_rule", {"object": "Quote", "message": RULE}, CrmRefused, RULE),
    ("validation_rule", {"object": "QuoteLineItem", "nth": 2, "message": RULE}, CrmRefused, RULE),
    ("read_only_field", {"object": "Quote", "field": "QW_Status__c"}, CrmRefused, "QW_Status__c"),
]
HARMLESS: list[tuple[str, dict[str, Any]]] = [
    ("latency", {"seconds": 0.05}),
    ("clock_skew", {"seconds": -300}),
    ("clock_skew", {"seconds": 300}),
    ("token_rotation", {}),
    ("changed_record", {"object": "Opportunity", "set": {"Amount": 1}}),
    ("pass", {}),
]
WITHOUT_RETURN = ("session_ends", "deleted_record")


def offer(real: SandboxBench) -> Any:
    return offer_of(real.crm.open(real.access, real.opportunity, codes=("MX900", "SC300")), lines=3)


def test_every_kind_of_fault_is_tried() -> None:
    tried = {one[0] for one in (*OUTAGES, *REFUSALS, *HARMLESS)} | set(WITHOUT_RETURN)
    assert tried == set(KINDS)


@pytest.mark.parametrize(("fault", "options", "written"), OUTAGES)
def test_what_is_no_answer_leaves_it_open_and_the_next_try_settles_it(
    real: SandboxBench, sandbox: Sandbox, fault: str, options: dict[str, Any], written: int
) -> None:
    sent = offer(real)
    sandbox.fault(fault, **WRITE, **options)

    with pytest.raises(CrmUnavailable):
        real.crm.save_quote(real.access, sent, at=AT)

    assert real.quotes(sent.key) == written
    while sandbox.faults():
        time.sleep(0.05)
    receipt = real.crm.save_quote(real.access, sent, at=AT)
    assert receipt.repeated is bool(written)
    assert (receipt.total, real.quotes(sent.key), real.lines()) == (sent.total, 1, 3)


@pytest.mark.parametrize(("fault", "options", "kind", "words"), REFUSALS)
def test_a_refusal_writes_nothing_and_says_why(
    real: SandboxBench,
    sandbox: Sandbox,
    fault: str,
    options: dict[str, Any],
    kind: type[AppError],
    words: str,
) -> None:
    sent = offer(real)
    sandbox.fault(fault, **WRITE, **options)

    with pytest.raises(kind, match=words):
        real.crm.save_quote(real.access, sent, at=AT)

    assert (real.quotes(sent.key), real.lines()) == (0, 0)
    sandbox.clear_faults()
    assert real.crm.save_quote(real.access, sent, at=AT).total == sent.total
    assert (real.quotes(sent.key), real.lines()) == (1, 3)


@pytest.mark.parametrize(("fault", "options"), HARMLESS)
def test_what_does_no_harm_changes_nothing(
    real: SandboxBench, sandbox: Sandbox, fault: str, options: dict[str, Any]
) -> None:
    sent = offer(real)
    sandbox.fault(fault, **options)

    receipt = real.crm.save_quote(real.access, sent, at=AT)

    assert (receipt.total, receipt.opportunity_amount, receipt.repeated) == (sent.total, sent.total, False)
    assert (real.quotes(sent.key), real.lines()) == (1, 3)


def test_an_ended_session_stays_ended_until_the_user_comes_back(real: SandboxBench, sandbox: Sandbox) -> None:
    sent = offer(real)
    sandbox.fault("session_ends")
    for _ in range(2):
        with pytest.raises(CrmSessionExpired):
            real.crm.save_quote(real.access, sent, at=AT)
    assert real.quotes(sent.key) == 0


def test_an_opportunity_that_is_gone_takes_no_quote(real: SandboxBench, sandbox: Sandbox) -> None:
    sent = offer(real)
    sandbox.fault("deleted_record", object="Opportunity")
    with pytest.raises(CrmRefused, match="deleted"):
        real.crm.save_quote(real.access, sent, at=AT)
    assert real.quotes(sent.key) == 0


def test_a_scenario_of_many_faults_ends_with_one_quote(real: SandboxBench, sandbox: Sandbox) -> None:
    sent = offer(real)
    kinds = ("lock", "unavailable", "concurrent_limit", "commit_then_reset", "truncated_json")
    sandbox.scenario(*({"fault": kind, **WRITE} for kind in kinds))
    failures = 0
    while sandbox.faults():
        try:
            real.crm.save_quote(real.access, sent, at=AT)
        except AppError:
            failures += 1
            assert failures <= len(kinds)

    receipt = real.crm.save_quote(real.access, sent, at=AT)
    assert failures >= len(kinds) - 1
    assert (receipt.repeated, real.quotes(sent.key), real.lines()) == (True, 1, 3)


READ: list[tuple[str, dict[str, Any], type[AppError]]] = [
    *((fault, options, CrmUnavailable) for fault, options, _ in OUTAGES),
    ("invalid_session", {}, CrmSessionExpired),
    ("limit", {}, CrmLimit),
    ("concurrent_limit", {}, CrmLimit),
    ("lock", {}, CrmBusy),
]


@pytest.mark.parametrize(("fault", "options", "kind"), READ)
def test_an_opportunity_is_not_opened_and_it_is_said_why_then_it_is(
    real: SandboxBench, sandbox: Sandbox, fault: str, options: dict[str, Any], kind: type[AppError]
) -> None:
    sandbox.fault(fault, **WRITE, **options)
    with pytest.raises(kind):
        real.crm.open(real.access, real.opportunity, codes=("MX900",))
    sandbox.clear_faults()
    assert real.crm.open(real.access, real.opportunity, codes=("MX900",)).opportunity.id == real.opportunity


@pytest.mark.parametrize(("fault", "options"), HARMLESS)
def test_what_does_no_harm_opens_the_same(
    real: SandboxBench, sandbox: Sandbox, fault: str, options: dict[str, Any]
) -> None:
    before = real.crm.open(real.access, real.opportunity, codes=("MX900",))
    sandbox.fault(fault, method="POST", **options)
    after = real.crm.open(real.access, real.opportunity, codes=("MX900",))
    assert (after.opportunity.id, after.opportunity.currency) == (
        before.opportunity.id,
        before.opportunity.currency,
    )
