"""Before a release counts it is proven, its golden cases are run, and open quotes are tried on it."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from app.actions import (
    Call,
    LineChange,
    OutOfTime,
    Publish,
    Shipped,
    add_line,
    change_line,
    publish_folder,
    show_quote,
    start_quote,
)
from app.actions.candidate import Candidate, NoteTooLong, Order, read_candidate
from app.actions.evidence import ReasonMissing, ReleaseUnsound, waived
from app.actions.examine_release import Examination, examine_release
from app.actions.publish_release import publish_release
from app.actions.replay_quotes import Effect, replay_quotes
from app.quoting import Quote
from app.store import audit, releases
from app.store.catalogs import CatalogInvalid, FolderFiles, shipped_catalog
from tests.actions.conftest import NOW, World
from tests.catalog.samples import CATALOG, PRODUCT, spoilt, write_catalog
from tests.fixtures_catalog import DEARER, NO_STRAND, Change, next_telecom
from tests.publishing import publish_unproven, unwatched

ORDER = Order(by="ada", at=NOW)
CASE = """\
schema: 1
product: lamp
cases:
  - key: strong
    choices: {bulb: 9W}
    expect: {domains: {bulbs: [1, 2]}}
"""
DEAD = ("rule: bulbs * bulb.power_w <= 20", "rule: bulbs * bulb.power_w <= 8")


def lamps(folder: Path, *changes: tuple[str, str], case: str = CASE) -> Candidate:
    home = write_catalog(folder, catalog=CATALOG, lamp=spoilt(*changes, text=PRODUCT))
    (home / "tests").mkdir(exist_ok=True)
    (home / "tests" / "lamp.yaml").write_text(case)
    return read_candidate(FolderFiles(home), ORDER, folder=home)


def examined(world: World, candidate: Candidate) -> Examination:
    return examine_release(world.services.database, candidate, ORDER, watch=unwatched)


def published(world: World) -> dict[str, str]:
    with world.services.database.reading() as tx:
        return dict(releases.effective(tx, at=NOW))


def test_a_sound_catalog_is_published_with_what_was_found_about_it(world: World, tmp_path: Path) -> None:
    candidate = lamps(tmp_path)
    found = examined(world, candidate)
    assert (found.is_sound, found.written, found.failed_cases) == (True, 1, 0)
    publish_release(world.services.database, candidate, ORDER, found)
    assert published(world) == {"lamps": candidate.release.fingerprint}
    with world.services.database.reading() as tx:
        (entry,) = audit.read(tx, "catalog/lamps")
    facts = entry.facts["examined"]
    assert isinstance(facts, dict)
    assert (facts["error"], facts["cases"], facts["open_quotes"]) == (0, 1, 0)


def test_a_dead_option_stops_it_at_its_line_and_names_the_rule(world: World, tmp_path: Path) -> None:
    candidate = lamps(tmp_path, DEAD)
    found = examined(world, candidate)
    assert "dead_option" in {one.code for one in found.checked.findings if one.severity == "error"}
    with pytest.raises(ReleaseUnsound, match=r"products/lamp.yaml:\d+: \[dead_option\]"):
        publish_release(world.services.database, candidate, ORDER, found)
    with pytest.raises(ValueError, match="another candidate"):
        publish_release(world.services.database, lamps(tmp_path), ORDER, found)
    assert published(world) == {}


def test_a_golden_case_that_fails_stops_it(world: World, tmp_path: Path) -> None:
    candidate = lamps(tmp_path, case=CASE.replace("[1, 2]", "[1, 2, 3]"))
    found = examined(world, candidate)
    assert (found.failed_cases, found.severities["error"]) == (1, 0)
    with pytest.raises(ReleaseUnsound, match=r"tests/lamp\.yaml:4: golden case lamp\.strong failed"):
        publish_release(world.services.database, candidate, ORDER, found)
    with pytest.raises(CatalogInvalid):
        examined(world, lamps(tmp_path, case="schema: 1\nproduct: lamp\n"))


def test_an_impossible_product_fails_its_cases_and_is_explained(world: World, tmp_path: Path) -> None:
    found = examined(world, lamps(tmp_path, ("rule: bulbs * bulb.power_w <= 20", "rule: bulbs < 1")))
    assert found.failed_cases == 1
    assert "product_impossible" in {one.code for one in found.checked.findings}


def test_what_there_was_no_time_for_is_said_and_stops_nothing(world: World, tmp_path: Path) -> None:
    calls = Counter[str]()

    def impatient(product: str, stage: str, _done: int, _total: int) -> None:
        calls[stage] += 1
        if product == "lamp":
            raise OutOfTime

    candidate = lamps(tmp_path, DEAD)
    found = examine_release(world.services.database, candidate, ORDER, watch=impatient)
    assert found.not_proven == ("lamp",)
    assert "before it was begun" in found.checked.findings[0].text
    assert calls["run"] == 1

    def exhausted(_product: str, _stage: str, _done: int, _total: int) -> None:
        raise OutOfTime

    found = examine_release(world.services.database, lamps(tmp_path), ORDER, watch=exhausted)
    assert (found.written, len(found.cases), found.is_sound) == (1, 0, True)
    publish_release(world.services.database, lamps(tmp_path), ORDER, found)
    assert "lamps" in published(world)


def test_without_proofs_takes_a_reason_which_is_audited(world: World, tmp_path: Path) -> None:
    with pytest.raises(ReasonMissing):
        waived("  ")
    with pytest.raises(NoteTooLong):
        waived("x" * 501)
    candidate = lamps(tmp_path, DEAD)
    publish_release(world.services.database, candidate, ORDER, waived("wrong price,  customers wait"))
    with world.services.database.reading() as tx:
        (entry,) = audit.read(tx, "catalog/lamps")
    assert entry.facts["unproven"] == "wrong price, customers wait"


@pytest.fixture
def call(world: World) -> Call:
    return world.call()


def telecom(folder: Path, *changes: Change, without: tuple[str, ...] = ()) -> Candidate:
    return read_candidate(FolderFiles(next_telecom(folder, "2099.1", *changes, without=without)), ORDER)


def strand(world: World, call: Call) -> Quote:
    quote = start_quote(world.services, call)
    choices = {"environment": "street", "mounting": "strand"}
    return add_line(world.services, call, quote.id, product="sc300", choices=choices).quote


@pytest.mark.usefixtures("stored")
def test_open_quotes_are_moved_in_thought_alone(world: World, call: Call, tmp_path: Path) -> None:
    gone, dearer, same = (world.quote(call, *keys) for keys in (("care", "sc300"), ("sc300",), ("ml200",)))
    lost = strand(world, call)
    world.submitted(call, "sc300")
    candidate = telecom(tmp_path, DEARER, *NO_STRAND, without=("care",))
    replay = replay_quotes(world.services.database, candidate.release.at(ORDER.day), at=NOW, watch=unwatched)
    assert (replay.open, replay.left, replay.stranded) == (4, 0, 2)
    assert replay.effects == {Effect.SAME: 1, Effect.CHANGES: 1, Effect.LOSES: 2}
    told = {one.number: one for one in replay.told}
    assert set(told) == {gone.number, dearer.number, lost.number}
    assert replay.told[-1].effect is Effect.CHANGES
    assert told[gone.number].gone == (1,)
    assert told[lost.number].given_up == ((1, ("mounting",)),)
    assert told[dearer.number].before == dearer.total
    after = told[dearer.number].after
    assert after is not None
    assert after > dearer.total
    for quote in (gone, dearer, same, lost):
        assert show_quote(world.services, call, quote.id) == quote


@pytest.fixture
def stored(world: World) -> None:
    """The release that quotes start with, as it would be in an installation."""
    publish_unproven(world.services.database, FolderFiles(shipped_catalog("telecom")), ORDER)


def test_a_quote_whose_release_is_unknown_is_tried_all_the_same(
    world: World, call: Call, tmp_path: Path
) -> None:
    strand(world, call)
    candidate = telecom(tmp_path, *NO_STRAND)
    replay = replay_quotes(world.services.database, candidate.release.at(ORDER.day), at=NOW, watch=unwatched)
    assert replay.stranded == 1


@pytest.mark.usefixtures("stored")
def test_a_quote_in_a_currency_that_goes_could_not_be_moved(world: World, call: Call, tmp_path: Path) -> None:
    quote = world.quote(call, "ml200")
    release = replace(telecom(tmp_path).release.at(ORDER.day), currencies=("USD",))
    (told,) = replay_quotes(world.services.database, release, at=NOW, watch=unwatched).told
    assert (told.number, told.effect, told.after) == (quote.number, Effect.STAYS, None)
    assert "no prices" in told.failure


@pytest.mark.usefixtures("stored")
def test_a_bound_in_time_leaves_the_quotes_that_were_changed_longest_ago(
    world: World, call: Call, tmp_path: Path
) -> None:
    world.quote(call, "sc300")
    late = replace(call, at=call.at.replace(hour=10))
    newest = world.quote(call, "sc300")
    change_line(world.services, late, newest.id, 1, change=LineChange(quantity=2))

    def one_quote(_product: str, _stage: str, done: int, _total: int) -> None:
        if done == 1:
            raise OutOfTime

    release = telecom(tmp_path, DEARER).release.at(ORDER.day)
    replay = replay_quotes(world.services.database, release, at=NOW, watch=one_quote)
    assert (replay.open, replay.left) == (2, 1)
    assert [one.number for one in replay.told] == [newest.number]


def test_a_start_trusts_the_shipped_files_alone(world: World, tmp_path: Path) -> None:
    database = world.services.database

    def start() -> dict[str, object]:
        found = publish_folder(database, tmp_path, policy=Publish.CHANGED, at=NOW, watch=unwatched)
        return {one.version: one.evidence for one in found}

    next_telecom(tmp_path, "2099.1")
    assert isinstance(start()["2099.1"], Examination)
    assert start() == {"2099.1": None}
    lamps(tmp_path, DEAD)
    with pytest.raises(ReleaseUnsound):
        start()
    lamps(tmp_path)
    assert isinstance(start()["1"], Examination)
    shipped = publish_folder(
        database, shipped_catalog("machinery").parent, policy=Publish.CHANGED, at=NOW, watch=unwatched
    )
    assert {one.catalog: one.evidence for one in shipped}["machinery"] == Shipped()
