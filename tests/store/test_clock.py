"""A clock that jumped is believed after a second look, unless somebody who knows better contradicts."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.actions.watch_clock import JUMP, SECOND_LOOK, ClockWatch, Sight
from app.store import Database, Vault, clock
from tests.store.keys import KEY
from tests.store.servers import postgres_database

SECOND = timedelta(seconds=1)
YEAR = timedelta(days=365)


class Machine:
    """A worker's clock, which somebody sets, beside one that only counts on."""

    def __init__(self, database: Database, at: datetime) -> None:
        self.database, self.at, self.steady = database, at, timedelta()
        self.start()

    def start(self) -> None:
        self.watch = ClockWatch(self.database)

    def look(self, *, after: timedelta = SECOND, jump: timedelta = timedelta()) -> Sight:
        self.steady += after
        self.at += after + jump
        return self.watch.look(self.at, steady=self.steady)


@pytest.fixture
def machine(database: Database) -> Machine:
    machine = Machine(database, datetime.now(UTC))
    assert machine.look() is Sight.BELIEVED
    return machine


@pytest.fixture
def own_clock(sqlite_file: Path) -> Iterator[Machine]:
    """Whose database, a file, has no other clock."""
    yield from _machine(f"sqlite:///{sqlite_file}")


@pytest.fixture
def watched() -> Iterator[Machine]:
    """Whose database has a clock of its own."""
    for address in postgres_database():
        yield from _machine(address)


def _machine(address: str) -> Iterator[Machine]:
    database = Database.open(address, vault=Vault((KEY,)))
    machine = Machine(database, datetime.now(UTC))
    assert machine.look() is Sight.BELIEVED
    yield machine
    database.close()


def test_what_goes_on_evenly_is_believed(machine: Machine) -> None:
    for _ in range(3):
        assert machine.look(after=timedelta(minutes=10), jump=timedelta(minutes=1)) is Sight.BELIEVED


@pytest.mark.parametrize("jump", [JUMP + SECOND, timedelta(days=1), YEAR, -timedelta(days=1), -YEAR])
def test_a_jump_is_believed_with_a_second_look_some_minutes_later(
    own_clock: Machine, jump: timedelta
) -> None:
    assert own_clock.look(jump=jump) is Sight.JUMPED
    assert own_clock.look(after=SECOND_LOOK - SECOND) is Sight.DOUBTED
    assert own_clock.look() is Sight.BELIEVED
    assert own_clock.look() is Sight.BELIEVED


@pytest.mark.parametrize("jump", [timedelta(days=1), YEAR, -YEAR])
def test_a_clock_that_comes_back_was_never_away(machine: Machine, jump: timedelta) -> None:
    before = _believed(machine)
    assert machine.look(jump=jump) is Sight.JUMPED
    assert machine.look(after=timedelta(minutes=2)) is Sight.DOUBTED
    assert _believed(machine) == before
    assert machine.look(jump=-jump) is Sight.BELIEVED


def test_a_clock_that_keeps_jumping_is_never_believed(own_clock: Machine) -> None:
    for _ in range(10):
        assert own_clock.look(after=timedelta(minutes=4), jump=timedelta(days=1)) is Sight.JUMPED


def test_a_restart_confirms_nothing(own_clock: Machine) -> None:
    assert own_clock.look(jump=YEAR) is Sight.JUMPED
    own_clock.start()
    assert own_clock.look(after=SECOND_LOOK) is Sight.JUMPED
    assert own_clock.look(after=SECOND_LOOK) is Sight.BELIEVED


def test_a_worker_whose_clock_is_wrong_is_not_believed_while_another_goes_on(own_clock: Machine) -> None:
    other = Machine(own_clock.database, own_clock.at + YEAR)
    for _ in range(20):
        assert own_clock.look(after=timedelta(minutes=1)) is Sight.BELIEVED
        assert other.look(after=timedelta(minutes=1)) is Sight.JUMPED


def test_no_second_look_helps_against_the_clock_of_the_database(watched: Machine) -> None:
    assert watched.look(jump=YEAR) is Sight.JUMPED
    assert watched.look(after=2 * SECOND_LOOK) is Sight.DOUBTED
    assert watched.look(jump=-YEAR - 2 * SECOND_LOOK) is Sight.BELIEVED


def _believed(machine: Machine) -> datetime | None:
    with machine.database.reading() as tx:
        return clock.believed(tx)
