"""How each kind of failure is treated, and when the next attempt comes."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import crm, store
from app.delivery import CODES, KINDS_OF_FAILURE, FailureClass, Then, Treatment, pause, treatment_of
from app.errors import AppError, Outside, Refused

TREATMENTS = [*CODES.values(), *KINDS_OF_FAILURE.values()]
CHANCES = st.integers(0, 1000)


@pytest.mark.parametrize(
    "kind", [kind for kind in AppError.__subclasses__() if kind.__module__ == "app.errors"]
)
def test_every_kind_of_failure_is_treated(kind: type[AppError]) -> None:
    assert kind in KINDS_OF_FAILURE


def test_every_code_in_the_table_is_one_that_is_raised() -> None:
    raised = {getattr(one, "code", "") for module in (crm, store) for one in vars(module).values()}
    assert set(CODES) - raised == {"defect"}


def test_every_class_of_failure_occurs_and_every_treatment_says_what_to_do() -> None:
    assert {one.failure_class for one in TREATMENTS} == set(FailureClass)
    assert all(one.advice.endswith(".") for one in TREATMENTS)


def test_what_only_time_mends_is_retried_and_what_a_neighbour_refuses_is_not() -> None:
    for code, treatment in CODES.items():
        outage = treatment.failure_class is FailureClass.PLATFORM_OUTAGE
        assert not outage or treatment.then is Then.RETRY, code
    assert treatment_of(Refused("no")).then is Then.STOP
    assert treatment_of(Outside("down")).then is Then.RETRY


def test_a_refusal_whose_facts_name_the_class_is_of_that_class() -> None:
    told = treatment_of(crm.CrmRefused("no", facts={"failure_class": "policy"}))
    assert (told.failure_class, told.then) == (FailureClass.POLICY, Then.STOP)
    assert treatment_of(crm.CrmRefused("no")).failure_class is FailureClass.DATA_QUALITY
    assert treatment_of(crm.CrmRefused("no", facts={"failure_class": "weather"})).failure_class is (
        FailureClass.DATA_QUALITY
    )


@given(st.sampled_from(TREATMENTS), st.integers(1, 10_000), CHANCES)
def test_a_pause_never_shrinks_with_the_streak_nor_leaves_its_bounds(
    treatment: Treatment, streak: int, chance: int
) -> None:
    found = pause(treatment, streak, chance=chance)
    assert treatment.first / 2 <= found <= treatment.longest
    assert pause(treatment, streak + 1, chance=chance) >= found


@given(st.sampled_from(TREATMENTS), st.integers(1, 20), CHANCES, st.integers(0, 86_400))
def test_what_the_neighbour_asks_for_is_the_least(
    treatment: Treatment, streak: int, chance: int, seconds: int
) -> None:
    asked = timedelta(seconds=seconds)
    assert pause(treatment, streak, chance=chance, asked=asked) >= asked


def test_those_that_failed_together_do_not_come_back_together() -> None:
    locked = CODES["crm_busy"]
    assert len({pause(locked, 4, chance=chance) for chance in range(0, 1001, 50)}) == 21
