"""``catalog import salesforce`` and ``catalog push`` against the sandbox, over its real API."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import requests
from click.testing import CliRunner

from app.actions.connected import add_connection
from app.cli.main import commands
from app.errors import AppError
from app.settings import read_settings
from app.store.catalogs import load_release, shipped_catalog
from app.wiring import open_database
from tests.contracts.benches import PRICE_BOOK, sandbox_connection
from tests.fixtures_sandbox import Sandbox, sandbox
from tests.store.servers import migrated_file

__all__ = ["sandbox"]

_ROWS = ("QuoteLineItem", "Quote", "OpportunityLineItem", "OrderItem", "PricebookEntry", "Product2")


@pytest.fixture
def org(
    sandbox: Sandbox,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Sandbox]:
    """The sandbox as its administrator reaches it, and an installation that is connected to it."""
    sandbox.reset()
    (tmp_path / "quotes.db").write_bytes(migrated_file())
    for name, value in {
        "DATABASE_URL": f"sqlite:///{tmp_path / 'quotes.db'}",
        "QUOTEWRIGHT_SECRET_KEY": "s" * 40,
        "QUOTEWRIGHT_ENCRYPTION_KEYS": "A" * 43 + "=",
        "QUOTEWRIGHT_CRM_CA_FILE": sandbox.ca,
        "QUOTEWRIGHT_ORG_URL": sandbox.tls,
        "QUOTEWRIGHT_ORG_TOKEN": sandbox.token("admin"),
    }.items():
        monkeypatch.setenv(name, value)
    connect(sandbox)
    yield sandbox
    sandbox.clear_faults()


def connect(sandboxed: Sandbox, **changes: Any) -> None:
    database = open_database(read_settings())
    known = sandbox_connection(sandboxed)
    add_connection(database, replace(known, **changes), replace_known=True, at=datetime.now(UTC))
    database.close()


def run(*arguments: str) -> tuple[int, str]:
    """The exit status and what is said; of an expected failure as the command says it."""
    done = CliRunner().invoke(commands, ["catalog", *arguments])
    if isinstance(done.exception, AppError):
        return done.exit_code, f"{done.exception.code}: {done.exception.detail}"
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.stdout


def ask(org: Sandbox, method: str, path: str, body: object = None) -> Any:
    headers = {"Authorization": f"Bearer {org.token('admin')}"}
    url = f"{org.tls}/services/data/v67.0/{path}"
    answer = requests.request(method, url, json=body, headers=headers, verify=org.ca, timeout=30)
    assert answer.ok, answer.text
    return answer.json() if answer.content else None


def emptied(org: Sandbox) -> None:
    """Without any article, as a new org is."""
    for name in _ROWS:
        ids = [str(row["Id"]) for row in org.records(name)]
        for start in range(0, len(ids), 200):
            ask(org, "DELETE", f"composite/sobjects?ids={','.join(ids[start : start + 200])}")


def articles(org: Sandbox) -> dict[str, int]:
    return {name: len(org.records(name)) for name in ("Product2", "PricebookEntry", "Pricebook2")}


def test_what_is_pushed_comes_back_as_a_catalog_that_is_sound_and_can_be_published(
    org: Sandbox, tmp_path: Path
) -> None:
    emptied(org)
    for key in ("telecom", "machinery"):
        folder = str(shipped_catalog(key))
        status, words = run("push", folder, "demo")
        assert (status, articles(org)["PricebookEntry"]) == (0, 0 if key == "telecom" else 36)
        assert "Nothing is written yet" in words
        assert run("push", folder, "demo", "--apply")[0] == 0
        org.forget_calls()
        assert "Nothing is to be added" in run("push", folder, "demo", "--apply")[1]
        assert not [
            call for call in org.calls() if call["method"] in ("POST", "PATCH") and "sobjects" in call["path"]
        ]
    assert articles(org) == {"Product2": 15, "PricebookEntry": 60, "Pricebook2": 2}
    out = tmp_path / "acme"
    assert run("import", "salesforce", "demo", "--out", str(out))[0] == 0
    assert run("check", str(out))[0] == 0
    status, words = run("publish", str(out))
    assert (status, "is published and counts" in words) == (0, True)
    assert "Nothing is to be added" in run("push", "acme", "demo")[1]
    shipped = load_release(shipped_catalog("machinery")).products["gearmotor"]
    brought = next(one for one in load_release(out).products.values() if one.code == shipped.code)
    assert brought.prices == shipped.prices


def test_rows_are_listed_as_data_too(org: Sandbox) -> None:
    emptied(org)
    data = json.loads(run("push", str(shipped_catalog("machinery")), "demo", "--json")[1])
    assert (len(data["products"]), len(data["prices"]), data["applied"]) == (6, 24, False)
    assert {"code": "FT-GM", "book": PRICE_BOOK, "currency": "EUR", "amount": "330.00"} in data["prices"]


def test_an_answer_that_is_lost_leaves_no_double(org: Sandbox) -> None:
    emptied(org)
    org.fault("commit_then_drop", match="composite/sobjects", times=3)
    status, words = run("push", str(shipped_catalog("machinery")), "demo", "--apply")
    assert (status, articles(org)["Product2"], articles(org)["PricebookEntry"]) == (0, 6, 24)
    assert "6 × article, 12 × standard price, 12 × price" in words


def test_a_session_that_ends_in_the_middle_is_gone_on_with(
    org: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    emptied(org)
    org.fault("session_ends", match="composite/sobjects", nth=2)
    assert run("push", str(shipped_catalog("machinery")), "demo", "--apply")[1].startswith(
        "crm_session_expired"
    )
    assert articles(org)["Product2"] == 6
    monkeypatch.setenv("QUOTEWRIGHT_ORG_TOKEN", org.token("admin"))
    assert run("push", str(shipped_catalog("machinery")), "demo", "--apply")[0] == 0
    assert (articles(org)["Product2"], articles(org)["PricebookEntry"]) == (6, 24)


def test_what_the_org_declines_is_told_in_its_words_and_comes_the_next_time(org: Sandbox) -> None:
    emptied(org)
    org.fault("validation_rule", object="Product2", nth=3, message="Ask product management.")
    status, words = run("push", str(shipped_catalog("machinery")), "demo", "--apply")
    assert status == 1
    assert "Ask product management. 2 others of its batch did not come because of it." in words
    assert articles(org)["Product2"] == 0
    org.clear_faults()
    assert run("push", str(shipped_catalog("machinery")), "demo", "--apply")[0] == 0


def test_what_is_not_active_is_told_and_put_in_force_by_order(org: Sandbox) -> None:
    product = next(row for row in org.records("Product2") if row["ProductCode"] == "SC300")
    org.change("Product2", str(product["Id"]), IsActive=False)
    folder = str(shipped_catalog("telecom"))
    assert "article_inactive: 1." in run("push", folder, "demo", "--apply")[1]
    assert "1 × put in force" in run("push", folder, "demo", "--apply", "--activate")[1]
    assert "article_inactive" not in run("push", folder, "demo")[1]


def test_an_org_of_one_currency_is_read_and_written_in_it(org: Sandbox, tmp_path: Path) -> None:
    org.switch(multicurrency=False)
    emptied(org)
    assert run("push", str(shipped_catalog("machinery")), "demo")[1].startswith("currency_untold")
    connect(org, only_currency="EUR")
    assert run("push", str(shipped_catalog("machinery")), "demo", "--apply")[0] == 0
    assert {row["UnitPrice"] for row in org.records("PricebookEntry")} >= {Decimal("330.00")}
    assert "in EUR, release 1" in run("import", "salesforce", "demo", "--out", str(tmp_path / "acme"))[1]


def test_an_import_tells_what_it_left_and_brings_up_to_date_what_it_wrote(
    org: Sandbox, tmp_path: Path
) -> None:
    out, report = tmp_path / "acme", tmp_path / "left.csv"
    ask(org, "POST", "sobjects/Product2", {"Name": "No code <b>", "IsActive": True})
    ask(org, "POST", "sobjects/Product2", {"Name": "No price", "ProductCode": "N-1", "IsActive": True})
    status, words = run("import", "salesforce", "--out", str(out), "--left", str(report))
    assert status == 0
    assert "code_missing: 1. Give it a product code" in words
    assert "price_missing: 1." in words
    assert len(report.read_text().splitlines()) == 3
    assert "Nothing is written" in run("import", "salesforce", "--out", str(out))[1]
    product = next(row for row in org.records("Product2") if row["ProductCode"] == "SC300")
    org.change("Product2", str(product["Id"]), Name="SC300 small cell, second series")
    assert "release 2 " in run("import", "salesforce", "--out", str(out))[1]
    assert load_release(out).products["sc300"].name == "SC300 small cell, second series"


def test_wrong_orgs_folders_and_words_are_refused(org: Sandbox, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").write_text("mine")
    assert run("import", "salesforce", "--out", str(tmp_path / "mine"))[1].startswith("folder_taken")
    assert run("push", "nothing", "demo")[1].startswith("misconfigured")
    connect(org, org="00Dx00000001hxyEAA")
    assert run("push", str(shipped_catalog("telecom")), "demo")[1].startswith("org_wrong")
    assert run("import", "salesforce", "demo", "--out", str(tmp_path / "new"))[1].startswith("org_wrong")
    assert not (tmp_path / "new").exists()
