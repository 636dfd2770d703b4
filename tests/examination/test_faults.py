"""The doctor names what is wrong, and nothing else; of what is sound it says so."""

from pathlib import Path

import pytest

from app.actions.examining import examined_text
from app.crm.mapping import read_mapping
from app.crm.salesforce import Wish as Project
from app.crm.salesforce import project_files, shipped_mapping
from app.crm.salesforce.connector import deployment_zip, source_of
from tests.examination import seeds_of_goods, seeds_of_ours, seeds_of_records, seeds_of_the_way
from tests.examination.seeded import SEEDED, Seeded
from tests.examination.soundly import Sound, found, lost

SEEDS = (seeds_of_the_way, seeds_of_records, seeds_of_goods, seeds_of_ours)
"""Loaded, they have put what they break into ``SEEDED``."""


def test_nothing_is_said_against_a_sound_org(sound: Sound) -> None:
    sound.sandbox.forget_calls()
    examined = sound.examined()
    assert found(examined) == {}
    assert lost(examined) == set()
    assert examined.asked
    assert examined.calls == len(sound.sandbox.calls(counted=True))


def test_once_the_time_is_up_nothing_more_is_asked_and_that_is_said(sound: Sound) -> None:
    sound.sandbox.forget_calls()
    examined = sound.examined(seconds=0.0)
    assert lost(examined) == {check.question.code for check in examined.checks}
    assert examined.calls == len(sound.sandbox.calls()) == 0
    assert "took too long" in examined.checks[0].answer.found


def test_an_org_that_answers_nonsense_ends_no_examination(sound: Sound) -> None:
    sound.sandbox.fault("truncated_json", match="describe", times=None)
    examined = sound.examined()
    assert found(examined) == {}
    assert {"quotes_on", "fields_there", "currencies_agree"} <= lost(examined)
    assert "price_book_there" not in lost(examined)


def test_what_is_told_does_nothing_to_a_terminal(sound: Sound) -> None:
    sound.stored(price_book="Network\x1b[31m\r\nEquipment\u202e")
    text = examined_text(sound.examined(only=frozenset({"price_book_there"})))
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert text.count("\n") == len(text.splitlines()) <= 8


def test_without_a_token_or_an_address_our_own_side_is_examined(sound: Sound) -> None:
    examined = sound.examined(access=None, address="")
    assert found(examined) == {}
    known = {check.question.area.value for check in examined.checks} - {
        check.question.area.value for check in examined.checks if check.question.code in lost(examined)
    }
    assert known == {"connection", "installation"}
    assert not examined.asked
    (token,) = (one for one in examined.checks if one.question.code == "host_allowed")
    assert token.answer.advice == "Sign in."


@pytest.mark.parametrize("seeded", SEEDED, ids=[f"{one.code}-{one.seed.__name__[1:]}" for one in SEEDED])
def test_one_thing_is_broken_and_just_that_is_named(sound: Sound, seeded: Seeded, tmp_path: Path) -> None:
    examined = seeded.examined(sound, tmp_path)
    assert found(examined) == {seeded.code: seeded.result}
    (check,) = (one for one in examined.checks if one.question.code == seeded.code)
    assert check.answer.advice
    assert check.answer.found.endswith(".")


def test_at_least_25_faults_are_tried() -> None:
    assert {one.seed.__module__ for one in SEEDED} == {seeds.__name__ for seeds in SEEDS}
    assert len({one.code for one in SEEDED}) >= 25


@pytest.mark.parametrize("name", ["offers", "products"])
def test_an_org_that_keeps_quotes_elsewhere_is_examined_for_just_that(sound: Sound, name: str) -> None:
    """Quotes may be off there: nothing of the mapping needs them."""
    mapping = shipped_mapping(name)
    wish = Project(
        sound.connection.name, sound.services.public_url, label="Quote", mapping=read_mapping(mapping)
    )
    sound.admin.deploy(deployment_zip(source_of(project_files(wish))))
    sound.sandbox.switch(quotes=False)
    sound.stored(mapping=mapping)
    examined = sound.examined()
    assert found(examined) == {}
    assert lost(examined) == set()

    sound.stored()
    assert "quotes_on" in found(sound.examined())
