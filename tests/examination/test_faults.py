"""The doctor names what is wrong, and nothing else; of what is sound it says so."""

from pathlib import Path

import pytest

from tests.examination.seeded import SEEDED, Seeded
from tests.examination.soundly import Sound, found, lost


def test_nothing_is_said_against_a_sound_org(sound: Sound) -> None:
    sound.sandbox.forget_calls()
    examined = sound.examined()
    assert found(examined) == {}
    assert lost(examined) == set()
    assert examined.asked
    assert examined.calls == len(sound.sandbox.calls(counted=True))


@pytest.mark.parametrize("seeded", SEEDED, ids=[f"{one.code}-{one.seed.__name__[1:]}" for one in SEEDED])
def test_one_thing_is_broken_and_just_that_is_named(sound: Sound, seeded: Seeded, tmp_path: Path) -> None:
    examined = seeded.examined(sound, tmp_path)
    assert found(examined) == {seeded.code: seeded.result}
    (check,) = (one for one in examined.checks if one.question.code == seeded.code)
    assert check.answer.advice
    assert check.answer.found.endswith(".")


def test_at_least_25_faults_are_tried() -> None:
    assert len({one.code for one in SEEDED}) >= 25
