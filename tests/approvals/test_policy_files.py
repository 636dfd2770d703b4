"""``approvals.yaml``: read, refused with file, line, column and a way out, and written again."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from app.catalog.approval_checks.titles import TITLES
from app.catalog.approvals import NOBODY
from app.store.catalogs import load_release
from app.store.catalogs.approvals import write_policy
from tests.catalog.price_samples import problems, write_lamps
from tests.catalog.samples import spoilt

FOLDER = Path(__file__).parent
POLICY = (FOLDER / "sample.yaml").read_text(encoding="utf-8")
MISTAKES = yaml.safe_load((FOLDER / "mistakes.yaml").read_text(encoding="utf-8"))


def write(folder: Path, policy: str = POLICY) -> Path:
    home = write_lamps(folder)
    (home / "approvals.yaml").write_text(policy, encoding="utf-8")
    return home


@pytest.mark.parametrize(
    "mistake", MISTAKES, ids=[f"{n}-{one['write'][:50]}" for n, one in enumerate(MISTAKES)]
)
def test_each_mistake_is_named_with_its_place_and_a_way_out(tmp_path: Path, mistake: dict[str, Any]) -> None:
    text = spoilt((mistake["instead_of"], mistake["write"]), text=POLICY)
    found = problems(write(tmp_path, text))
    if "key" not in mistake:
        assert not found
        return
    mine = [one for one in found if one.key == mistake["key"]]
    assert [(one.file, one.code) for one in mine] == [("approvals.yaml", mistake["code"])], found
    assert mistake["says"] in mine[0].message
    assert 0 < mine[0].column <= len(text.splitlines()[mine[0].line - 1])


def test_every_code_of_a_mistake_is_known_and_tried() -> None:
    assert {one["code"] for one in MISTAKES if one.get("code")} == set(TITLES)


def test_what_is_read_and_written_again_is_the_same_release(tmp_path: Path) -> None:
    home = write(tmp_path)
    first = load_release(home)
    (home / "approvals.yaml").write_text(write_policy(first.approvals), encoding="utf-8")
    again = load_release(home)
    assert again.approvals == first.approvals
    assert again.fingerprint == first.fingerprint


def test_each_change_of_a_policy_changes_the_fingerprint(tmp_path: Path) -> None:
    first = load_release(write(tmp_path / "one")).fingerprint
    for old, new in (("17:00", "16:00"), ("discount > 20", "discount > 20.0"), ("quorum: 2", "quorum: 1")):
        changed = spoilt((old, new), text=POLICY)
        assert load_release(write(tmp_path / new.replace(" ", ""), changed)).fingerprint != first


def test_a_file_that_says_nothing_asks_nobody_and_keeps_the_fingerprint(tmp_path: Path) -> None:
    bare = load_release(write_lamps(tmp_path / "bare"))
    empty = load_release(write(tmp_path / "empty", "schema: 1\n"))
    assert empty.approvals == NOBODY
    assert empty.fingerprint == bare.fingerprint


def test_there_are_at_most_a_thousand_rules(tmp_path: Path) -> None:
    rule = "  - {key: r%d, name: R, when: discount > 1, ask: {role: approver}}\n"
    text = "schema: 1\nrules:\n" + "".join(rule % n for n in range(1_001))
    assert "at most 1000" in problems(write(tmp_path, text))[0].message


def test_business_hours_skip_nights_weekends_and_holidays(tmp_path: Path) -> None:
    calendar = load_release(write(tmp_path)).approvals.calendar
    # Thursday before the holiday on Friday, 25 December 2026: two hours are left until 17:00 in Berlin.
    thursday = datetime(2026, 12, 24, 14, 0, tzinfo=UTC)
    assert calendar.after(thursday, 2) == datetime(2026, 12, 24, 16, 0, tzinfo=UTC)
    assert calendar.after(thursday, 4) == datetime(2026, 12, 28, 9, 0, tzinfo=UTC)
