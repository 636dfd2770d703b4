"""Sets, components, decimals and texts through the JSON API, and how they are stored."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from app.actor import ConnectionName
from app.catalog import Period, Release, fingerprinted
from app.quoting import QuoteId
from app.store import quotes
from app.store.catalogs import load_release
from tests.catalog.guide import write_guide
from tests.web.conftest import Caller, Web
from tests.web.samples import RELEASE


@pytest.fixture(scope="module")
def guide(tmp_path_factory: pytest.TempPathFactory) -> Release:
    release: Release = load_release(write_guide(tmp_path_factory.mktemp("guide")))
    return release


@pytest.fixture
def seller(web: Web, guide: Release) -> Caller:
    """A rep whose connection sells the guide's catalog."""
    sold = replace(guide, products={**RELEASE.products, **guide.products})
    web.catalogs.give(replace(sold, key="small"))
    return web.sign_in()


def line(rep: Caller, quote: str, **choices: object) -> dict[str, Any]:
    answer = rep.call("POST", f"/quotes/{quote}/lines", {"product": "b200", "choices": choices})
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.get_json()
    return found


def test_decimals_come_as_text_or_number_and_go_as_text(seller: Caller) -> None:
    quote = seller.quote()
    made = line(seller, quote, pipe="2.5", pressure=4)
    assert made["choices"] == {"pipe": "2.50", "pressure": "4.0"}
    body = '{"choices": {"pipe": 0.75}}'
    path = f"/api/v1/quotes/{quote}/lines/{made['n']}"
    headers = {"Authorization": f"Bearer {seller.token}", "Content-Type": "application/json"}
    changed = seller.client.patch(path, data=body, headers=headers)
    assert changed.get_json()["choices"]["pipe"] == "0.75"
    shown = seller.call("GET", f"/quotes/{quote}/lines/{made['n']}").get_json()
    assert shown["choices"] == {"pipe": "0.75", "pressure": "4.0"}
    assert shown["domains"]["pressure"] == {"min": "1.0", "max": "6.0", "step": "0.5", "unit": "bar"}


def test_a_set_is_given_as_the_list_of_its_members(seller: Caller) -> None:
    made = line(seller, seller.quote(), functions=["dry_run", "relay"])
    assert made["choices"] == {
        "functions.dry_run": True, "functions.relay": True, "functions.bus": False, "functions.radio": False,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("choices", "code", "said"),
    [
        ({"functions": ["relay", "nothing"]}, "choice_unknown", "Its members: dry_run, relay, bus, radio."),
        ({"functions": "relay"}, "choice_unknown", "Functions is a list of members"),
        ({"functions": ["dry_run"]}, "choice_impossible", "2 to 3 of these 4 can be chosen"),
        ({"pipe": "2.6"}, "choice_unknown", "Pipe is a number from 0.5 to 20 m in steps of 0.25."),
        ({"pipe": True}, "choice_unknown", "Pipe is a number"),
        (
            {"tag": "ab"},
            "choice_unknown",
            "two capital letters, a hyphen and four digits, at most 7 characters",
        ),
        ({"voltage": "230 V"}, "choice_impossible", "Voltage is always 400 V."),
        ({"pumps.count": 1, "pumps.2.heater": True}, "choice_impossible", "Pump 2 · Frost heater"),
    ],
)
def test_what_cannot_be_is_refused_in_words(
    seller: Caller, choices: dict[str, object], code: str, said: str
) -> None:
    body = {"product": "b200", "choices": choices}
    answer = seller.call("POST", f"/quotes/{seller.quote()}/lines", body)
    assert answer.status_code == 422
    assert answer.get_json()["code"] == code
    assert said in answer.get_json()["detail"]


def test_a_product_shows_its_groups_and_components(seller: Caller) -> None:
    shown = seller.call("GET", "/products/b200").get_json()
    assert shown["groups"][0] | {"help": ""} == {
        "key": "functions", "name": "Functions", "help": "", "min": 2, "max": 3, "within": "", "question": "",
        "members": ["functions.dry_run", "functions.relay", "functions.bus", "functions.radio"],
    }  # fmt: skip
    valves = shown["components"][-1]
    assert (valves["key"], valves["rows_are"], valves["product"]) == ("valves", "equal", "v10")
    tag = shown["attributes"][0]
    assert (tag["kind"], tag["longest"]) == ("text", 7)
    assert shown["attributes"][3]["default"] == "1.5"


def test_a_quote_sees_the_catalog_of_the_day_of_its_creation(web: Web, guide: Release) -> None:
    booster = guide.products["b200"]
    tag, voltage, *others = booster.attributes
    options = (replace(voltage.options[0], period=Period(last=date(2026, 11, 30))), voltage.options[1])
    dated = replace(booster, attributes=(tag, replace(voltage, options=options, preset=None), *others))
    release = fingerprinted(replace(guide, products={**RELEASE.products, "b200": dated}))
    web.catalogs.give(replace(release, key="small"))
    web.clock.time = datetime(2026, 11, 30, 12, tzinfo=UTC)
    rep = web.sign_in()
    old = rep.quote()
    web.clock.time = datetime(2026, 12, 1, 12, tzinfo=UTC)
    rep = web.sign_in()
    new = rep.quote()
    assert line(rep, old)["domains"]["voltage"] == {"values": ["230 V", "400 V"]}
    assert line(rep, new)["implied"]["voltage"] == "400 V"
    assert [
        one["key"] for one in rep.call("GET", "/products/b200").get_json()["attributes"][1]["options"]
    ] == ["400 V"]


def test_a_decimal_survives_the_database_exactly(web: Web, seller: Caller) -> None:
    quote = seller.quote()
    line(seller, quote, pipe="2.5")
    with web.database.reading() as tx:
        kept = quotes.load(tx, QuoteId(quote), connection=ConnectionName("first")).lines[0]
    assert kept.choices["pipe"] == Decimal("2.50")
    assert isinstance(kept.choices["pipe"], Decimal)
    assert str(kept.choices["pipe"]) == "2.50"
