"""Scenarios: faults one after another, waited for by calls or by time."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.sandbox.faults import FaultRefused, Faults, read_scenario, scenario_of
from app.sandbox.wire import Request
from tests.thorough import tried

CALL = Request("GET", "/services/data/v67.0/limits")
FILE = """
scenario: A lock, a lost answer, an outage
repeat: 2
steps:
  - {fault: lock, object: QuoteLineItem, times: 2}
  - fault: commit_then_drop
    match: composite
  - calm: 3
  - {fault: clock_skew, seconds: -300}
  - {fault: unavailable, times: 2}
  - end: clock_skew
  - {fault: changed_record, object: Opportunity, set: {Amount: 10.50, CloseDate: 2027-01-31}}
"""


class Stopped:
    """A clock that goes on when told."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Stopped:
    return Stopped()


@pytest.fixture
def faults(clock: Stopped) -> Faults:
    return Faults(clock)


def _taken(faults: Faults, calls: int) -> list[str]:
    found = (faults.taken(CALL) for _ in range(calls))
    return [fault.fault if fault else "" for fault in found]


def _scenario(*steps: Any, **more: Any) -> dict[str, Any]:
    return {"steps": list(steps), **more}


_KINDS = st.sampled_from(["limit", "server_error", "pass", "reset", "lock"])


@settings(max_examples=tried(60), deadline=None)
@given(steps=st.lists(st.tuples(_KINDS, st.integers(1, 4)), min_size=1, max_size=6), rounds=st.integers(1, 3))
def test_steps_follow_each_other_call_by_call(steps: list[tuple[str, int]], rounds: int) -> None:
    faults = Faults()
    faults.play(scenario_of(_scenario(*({"fault": kind, "times": n} for kind, n in steps), repeat=rounds)))
    expected = [kind for kind, n in steps for _ in range(n)] * rounds
    assert _taken(faults, len(expected) + 2) == [*expected, "", ""]
    assert faults.playing() is None
    assert faults.listed() == []


def test_calm_lasts_its_seconds_whatever_is_called(faults: Faults, clock: Stopped) -> None:
    faults.play(scenario_of(_scenario({"calm": 5}, {"fault": "limit"}, {"calm": 5}, {"fault": "reset"})))
    assert _taken(faults, 3) == ["", "", ""]
    clock.now = 5
    assert _taken(faults, 2) == ["limit", ""]
    clock.now = 9.9
    assert _taken(faults, 1) == [""]
    clock.now = 10
    assert _taken(faults, 2) == ["reset", ""]


def test_an_outage_begins_with_its_first_call_and_ends_by_time(faults: Faults, clock: Stopped) -> None:
    faults.play(scenario_of(_scenario({"fault": "outage", "seconds": 10}, {"fault": "limit"})))
    clock.now = 100
    assert _taken(faults, 2) == ["outage", "outage"]
    clock.now = 109
    assert _taken(faults, 1) == ["outage"]
    clock.now = 110
    assert _taken(faults, 2) == ["limit", ""]


def test_what_lasts_stays_on_until_a_step_switches_it_off(faults: Faults) -> None:
    standing = {"fault": "clock_skew", "seconds": 60}
    faults.play(
        scenario_of(_scenario(standing, {"fault": "limit"}, {"end": "clock_skew"}, {"fault": "reset"}))
    )
    assert faults.skew() == 60
    assert _taken(faults, 1) == ["limit"]
    assert faults.skew() == 0
    assert _taken(faults, 2) == ["reset", ""]


def test_a_scenario_for_ever_puts_what_lasts_on_once(faults: Faults) -> None:
    standing = {"fault": "clock_skew", "seconds": 60}
    faults.play(scenario_of(_scenario(standing, {"fault": "limit"}, {"fault": "pass"}, repeat="forever")))
    assert _taken(faults, 5) == ["limit", "pass", "limit", "pass", "limit"]
    assert faults.skew() == 60
    assert faults.playing() == {"scenario": "", "step": 3, "of": 3, "round": 3}


def test_standing_faults_begin_with_the_call_they_are_ordered_for(faults: Faults) -> None:
    faults.add({"fault": "token_rotation", "nth": 2})
    faults.add({"fault": "clock_skew", "seconds": 9, "match": "limits"})
    assert (faults.rotates(), faults.skew()) == (False, 0)
    _taken(faults, 1)
    assert (faults.rotates(), faults.skew()) == (True, 9)


def test_a_scenario_stops_and_gives_way_to_another(faults: Faults) -> None:
    faults.play(scenario_of(_scenario({"fault": "limit", "times": 3}, {"fault": "reset"})))
    assert _taken(faults, 1) == ["limit"]
    faults.stop()
    assert _taken(faults, 3) == ["limit", "limit", ""]
    faults.play(scenario_of(_scenario({"fault": "reset"})))
    faults.clear()
    assert _taken(faults, 1) == [""]


def test_a_file_is_read_with_all_its_steps(tmp_path: Path) -> None:
    (tmp_path / "lost.yaml").write_text(FILE)
    read = read_scenario(tmp_path / "lost.yaml")
    assert (read.name, read.repeat, len(read.steps)) == ("A lock, a lost answer, an outage", 2, 7)
    assert [step.fault.fault if step.fault else step.end or step.calm for step in read.steps] == [
        "lock",
        "commit_then_drop",
        3,
        "clock_skew",
        "unavailable",
        "clock_skew",
        "changed_record",
    ]
    changed = read.steps[-1].fault
    assert changed is not None
    assert changed.set == {"Amount": Decimal("10.50"), "CloseDate": "2027-01-31"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "steps"),
        ("[1, 2]", "steps"),
        ("steps: []", "steps"),
        ("steps: [{fault: limit}, {fault: nonsense}]", "step 2: fault is one of"),
        ("steps: [{calm: 0}]", "step 1: calm"),
        ("steps: [{calm: .inf}]", "cannot be read"),
        ("steps: [{fault: latency, seconds: 1e500}]", "step 1: seconds"),
        ("steps: [{end: nonsense}]", "step 1: end"),
        ("steps: [7]", "step 1"),
        ("{steps: [{fault: limit}], oops: 1}", "unknown: oops"),
        ("{steps: [{fault: limit}], repeat: 0}", "repeat"),
        ("{steps: [{fault: limit, times: null}], repeat: forever}", "takes time"),
        ("steps: [", "cannot be read"),
        ("!!python/object/apply:os.system ['true']", "cannot be read"),
        ("steps: " + "[" * 500, "cannot be read"),
        ("#" * 1_000_001, "larger than"),
    ],
)
def test_a_file_that_is_no_scenario_is_refused_with_the_step(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "wrong.yaml").write_text(text)
    with pytest.raises(FaultRefused, match=words):
        read_scenario(tmp_path / "wrong.yaml")


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FaultRefused, match="cannot be read"):
        read_scenario(tmp_path / "none.yaml")
