"""Numbers with very many values through the JSON API and on the panel."""

import re
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from app.catalog import Attribute, AttributeKey, Product, Rule, Step, fingerprinted
from app.catalog.expressions import parse
from tests.web.conftest import Caller, Web
from tests.web.panel.test_pages import Panel
from tests.web.samples import RELEASE

MAST = RELEASE.products["mast"]
RAIL = Attribute(
    AttributeKey("rail"),
    "Rail",
    "decimal",
    minimum=Decimal(100),
    maximum=Decimal(4000),
    step=Decimal("0.01"),
    unit="mm",
    prices={"EUR": Decimal("0.01"), "USD": Decimal("0.01")},
)
CABLE = replace(RAIL, key=AttributeKey("cable"), name="Cable", prices={})
RULES = {
    "stock": ("Rails between 900 and 1000 mm are not made.", "rail < 900 or rail > 1000"),
    "short": ("With a heater the rail is short.", "heater implies rail <= 2500.5"),
    "reach": ("Rail and cable reach the roof.", "rail + cable >= 3000.25"),
    "area": ("The sheet is cut from 2 m².", "rail * cable = 2000000"),
}


def sold(*rules: str) -> Product:
    return replace(
        MAST,
        attributes=(*MAST.attributes, RAIL, CABLE),
        rules=(*MAST.rules, *(Rule(key, RULES[key][0], parse(RULES[key][1]), "") for key in rules)),
        steps=(*MAST.steps, Step("cut", "Cut", (RAIL.key, CABLE.key))),
        assembly=None,
    )


@pytest.fixture
def rep_of(web: Web) -> Any:
    def seller(*rules: str) -> Caller:
        products = {**RELEASE.products, "mast": sold(*rules)}
        web.catalogs.give(fingerprinted(replace(RELEASE, products=products, key="small")))
        return web.sign_in()

    return seller


def domains(rep: Caller, **choices: object) -> dict[str, Any]:
    found: dict[str, Any] = rep.line(rep.quote(), **choices)["domains"]  # type: ignore[assignment]  # JSON
    return found


def test_each_run_of_what_is_possible_is_a_range(rep_of: Any) -> None:
    found = domains(rep_of("stock", "short"), heater=True)
    kind = {"step": "0.01", "unit": "mm"}
    assert found["rail"] == {
        "min": "100.00",
        "max": "2500.50",
        "ranges": [["100.00", "899.99"], ["1000.01", "2500.50"]],
        **kind,
    }
    assert found["cable"] == {"min": "100.00", "max": "4000.00", **kind}


def test_gaps_within_a_range_are_said(rep_of: Any) -> None:
    assert domains(rep_of("area"))["rail"] == {
        "min": "500.00",
        "max": "4000.00",
        "step": "0.01",
        "unit": "mm",
        "gaps": True,
    }
    assert "gaps" not in domains(rep_of("reach"))["rail"]


def test_the_end_of_a_range_says_why(rep_of: Any) -> None:
    rep = rep_of("reach", "short")
    quote = rep.quote()
    rep.line(quote, heater=True)
    path = f"/quotes/{quote}/lines/1/why"
    found = rep.call("POST", path, {"attribute": "cable", "end": "least"}).get_json()
    assert found["follows"] is True
    assert found["consequence"]["value"] == "499.75"
    assert [choice["attribute"] for choice in found["consequence"]["choices"]] == ["heater"]
    assert {rule["key"] for rule in found["consequence"]["rules"]} == {"short", "reach"}
    assert rep.call("POST", path, {"attribute": "rail", "end": "least"}).get_json() == {"follows": False}
    assert rep.call("POST", path, {"attribute": "rail", "end": "middle"}).status_code == 422


def test_the_rest_is_filled_in_at_the_least_price_a_millimetre(rep_of: Any) -> None:
    rep = rep_of("reach")
    quote = rep.quote()
    rep.line(quote, band="low")
    done = rep.call("POST", f"/quotes/{quote}/lines/1/complete", {"strategy": "cheapest"}).get_json()
    assert done["completed"]["proven"] is True
    assert done["choices"]["rail"] == "100.00"
    assert done["choices"]["cable"] == "2900.25"


def test_the_panel_says_ranges_gaps_and_why_they_end(rep_of: Any) -> None:
    panel = Panel(rep_of("area", "short"))
    line = panel.line(heater=True)
    page = panel.get(f"{line}?step=cut").text
    assert "500.00 to 2,500.00, in steps of 0.01 (not every value between may be possible)" in page
    assert re.search(r"because\?attribute=rail&amp;end=greatest.*Why at most 2,500.00\?", page)
    answer = panel.get(f"{line}/because?attribute=rail&end=greatest").text
    assert "Why is Rail at most 2500.00 mm?" in answer
    assert "With a heater the rail is short." in answer
