"""What a line is made of, over the API."""

from decimal import Decimal

from app.assembly import check_number
from tests.web.conftest import Caller, Web
from tests.web.samples import OTHER_USER

CHOICES = {"band": "mid", "sectors": 3, "heater": True}


def test_a_complete_line_answers_with_its_item_number(rep: Caller) -> None:
    quote = rep.quote()
    assert rep.line(quote, band="mid")["item_number"] == ""
    line = rep.line(quote, **CHOICES)
    assert str(line["item_number"]).startswith("MAST-MID-3-")
    check_number(str(line["item_number"]))


def test_the_assembly_is_a_tree_with_cut_lists_and_costs(rep: Caller) -> None:
    quote = rep.quote()
    line = rep.line(quote, **CHOICES)
    rep.call("PATCH", f"/quotes/{quote}/lines/1", {"quantity": 10})
    made = rep.call("GET", f"/quotes/{quote}/lines/1/assembly").get_json()
    assert made["item_number"] == line["item_number"]
    assert made["lead_time_days"] == 30
    head, heater = made["assembly"]["parts"]
    assert (head["name"], head["quantity"], head["because"]) == ("Head", "3", ["Sectors: 3 pcs"])
    assert [(part["number"], part["quantity"], part["unit"]) for part in head["parts"]] == [
        ("X-1", "1", "pcs")
    ]
    assert heater["because"] == ["Heater: yes"]
    (cuts,) = made["cut_lists"]
    assert (cuts["used"], cuts["optimal"]) == ("60000.0", True)
    assert sum(bar["count"] * piece["pieces"] for bar in cuts["bars"] for piece in bar["pieces"]) == 30
    # 3 × 80 + 9.50 + 3 × 1.503 m × 8; and (30 / 10 + 3 × 10) minutes at 60 an hour.
    assert (made["cost"]["material"], made["cost"]["work"], made["cost"]["unit"]) == (
        "285.57",
        "33.00",
        "318.57",
    )
    net = rep.call("GET", f"/quotes/{quote}").get_json()["total"]
    assert made["cost"]["margin"] == str(Decimal(net) - Decimal("3185.72"))
    assert made["cost"]["without_cost"] == []


def test_an_incomplete_line_has_no_parts_list_yet(rep: Caller) -> None:
    quote = rep.quote()
    rep.line(quote, band="mid")
    answer = rep.call("GET", f"/quotes/{quote}/lines/1/assembly")
    assert (answer.status_code, answer.get_json()["code"]) == (422, "line_incomplete")


def test_a_colleague_sees_what_it_is_made_of_and_not_what_it_costs(web: Web, rep: Caller) -> None:
    quote = rep.quote()
    rep.line(quote, **CHOICES)
    submitted = rep.call("POST", f"/quotes/{quote}/submit", {}, Idempotency_Key="one")
    assert submitted.status_code == 202
    colleague = web.sign_in(user=OTHER_USER)
    made = colleague.call("GET", f"/quotes/{quote}/lines/1/assembly").get_json()
    assert made["cost"] is None
    assert made["assembly"]["parts"]
    assert rep.call("GET", f"/quotes/{quote}/lines/1/assembly").get_json()["cost"] is not None
