"""The table of lines over real verbs: what an answer replaces, and where a refusal is told."""

import re
from decimal import Decimal

import pytest

from app.web.panel import quote_page, rows
from tests.web.conftest import Caller
from tests.web.panel.test_pages import Panel

PART = re.compile(r'<hx-partial hx-target="#([\w-]+)" hx-swap="(\w+)">')


@pytest.fixture
def panel(rep: Caller) -> Panel:
    return Panel(rep)


def table(panel: Panel, lines: int) -> str:
    """The path of a quote with so many lines."""
    quote = panel.caller.quote()
    for _ in range(lines):
        panel.caller.line(quote, band="low", sectors=3, heater=False)
    return f"/quotes/{quote}"


def test_a_changed_quantity_answers_with_its_row_the_head_the_totals_and_who_would_be_asked(
    panel: Panel,
) -> None:
    quote = table(panel, 3)
    answer = panel.post(f"{quote}/lines/2/quantity", cell="quantity-2", quantity="4")
    assert PART.findall(answer.text) == [
        ("line-2", "outerMorph"),
        ("quote-head", "outerMorph"),
        ("totals", "outerMorph"),
        ("forecast", "outerMorph"),
    ]
    assert 'value="4" aria-label="Quantity of line 2"' in answer.text
    revision = re.search(r'id="quote-head" data-revision="(\d+)"', answer.text)
    assert revision is not None
    # The next change is meant for what this answer shows.
    assert panel.post(f"{quote}/lines/1/quantity", revision=revision[1], quantity="2").status_code == 200


def test_a_copy_arrives_behind_the_last_row(panel: Panel) -> None:
    quote = table(panel, 2)
    parts = PART.findall(panel.post(f"{quote}/lines/1/copy").text)
    assert parts[0] == ("line-2", "afterend")


def test_a_removed_row_is_deleted_and_the_last_one_brings_the_page(panel: Panel) -> None:
    quote = table(panel, 2)
    assert PART.findall(panel.post(f"{quote}/lines/1/remove").text)[0] == ("line-1", "delete")
    last = panel.post(f"{quote}/lines/2/remove")
    assert PART.findall(last.text) == []
    assert "This quote has no lines yet" in last.text


def test_undoing_answers_with_what_it_changed(panel: Panel) -> None:
    quote = table(panel, 3)
    panel.post(f"{quote}/lines/3/quantity", quantity="9")
    answer = panel.post(f"{quote}/undo")
    assert PART.findall(answer.text)[0] == ("line-3", "outerMorph")
    assert 'value="1" aria-label="Quantity of line 3"' in answer.text


@pytest.mark.parametrize(
    ("cell", "form"),
    [
        ("quantity-1", {"quantity": "0"}),
        ("quantity-1", {"quantity": "1.5"}),
        ("discount-1", {"figure": "120 %", "reason": "x"}),
        ("discount-1", {"figure": "five", "reason": "x"}),
        ("discount-1", {"figure": "999,999 EUR", "reason": "x"}),
        ("discount-1", {"figure": "5 %"}),
    ],
)
def test_what_cannot_be_is_told_in_its_row(panel: Panel, cell: str, form: dict[str, str]) -> None:
    quote = table(panel, 1)
    deed = cell.removesuffix("-1")
    answer = panel.post(f"{quote}/lines/1/{deed}", cell=cell, **form)
    assert answer.status_code == 422
    assert answer.headers["HX-Retarget"] == "#error-1"
    assert 'role="alert"' in answer.text


def test_a_cell_that_does_not_exist_names_no_other_place(panel: Panel) -> None:
    quote = table(panel, 1)
    answer = panel.post(f"{quote}/lines/1/quantity", cell="x] , body", quantity="0")
    assert answer.headers["HX-Retarget"] == "#notice"


def test_somebody_who_saved_first_is_told_above_the_work(panel: Panel) -> None:
    quote = table(panel, 1)
    answer = panel.post(f"{quote}/lines/1/quantity", revision="1", cell="quantity-1", quantity="2")
    assert (answer.status_code, answer.headers["HX-Retarget"]) == (409, "#notice")


def test_a_discount_is_typed_with_its_reason(panel: Panel) -> None:
    quote = table(panel, 1)
    form = {"cell": "discount-1", "figure": "12,5 %", "reason": 'Pilot "<b>"'}
    answer = panel.post(f"{quote}/lines/1/discount", **form)
    assert 'value="12.5 %"' in answer.text
    assert "<b>" not in answer.text
    assert 'data-reason="Pilot' in answer.text
    assert "data-reason" not in panel.post(f"{quote}/lines/1/discount", figure="").text


def test_a_long_quote_comes_in_portions(panel: Panel, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quote_page, "FIRST", 2)
    monkeypatch.setattr(quote_page, "PORTION", 2)
    quote = table(panel, 5)
    page = panel.get(quote).text
    assert re.findall(r'id="line-(\d)"', page) == ["1", "2"]
    assert 'aria-rowcount="6"' in page
    after = re.search(r'hx-get="/panel([^"]+/rows\?after=line-2)"', page)
    assert after is not None
    further = panel.get(after[1]).text
    assert re.findall(r'id="line-(\d)"', further) == ["3", "4"]
    assert "after=line-4" in further
    assert "more-rows" not in panel.get(f"{quote}/rows?after=line-4").text


def test_rows_after_one_that_was_removed_bring_the_whole_page(panel: Panel) -> None:
    quote = table(panel, 1)
    answer = panel.get(f"{quote}/rows?after=line-7")
    assert answer.headers["HX-Retarget"] == "#app"
    assert 'id="quote-heading"' in answer.text


def test_a_change_of_most_rows_brings_the_page(panel: Panel, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quote_page, "MOST", 0)
    quote = table(panel, 2)
    answer = panel.post(f"{quote}/lines/1/quantity", cell="quantity-1", quantity="2")
    assert PART.findall(answer.text) == []
    assert 'id="grid"' in answer.text


def test_the_portions_are_not_smaller_than_a_screen() -> None:
    assert rows.FIRST >= 50


def test_a_price_is_explained_step_by_step(panel: Panel) -> None:
    quote = table(panel, 2)
    panel.post(f"{quote}/lines/1/discount", figure="5 %", reason="Pilot")
    panel.post(f"{quote}/lines/1/quantity", quantity="3")
    line = panel.get(f"{quote}/lines/1/price").text
    assert "Price of line 1, " in line
    assert re.search(r"Discount.*?Pilot", line, re.DOTALL)
    assert '<svg class="qw-waterfall-picture"' in line
    whole = panel.get(f"{quote}/price").text
    assert "2 lines" in whole
    assert "Discounts on lines" in whole


def test_a_line_moves_among_its_neighbours(panel: Panel) -> None:
    quote = table(panel, 3)
    parts = PART.findall(panel.post(f"{quote}/lines/1/step", way="down").text)
    assert parts[0] in (("line-1", "delete"), ("line-2", "delete"))
    assert re.findall(r'id="line-(\d)"', panel.get(quote).text) == ["2", "1", "3"]


def test_an_optional_line_is_marked_and_beside_the_total(panel: Panel) -> None:
    quote = table(panel, 2)
    text = panel.post(f"{quote}/lines/2/standing", standing="optional").text
    assert "optional</span>" in text
    assert "Offered beside the total" in text
    refused = panel.post(f"{quote}/lines/2/standing", sheet="1", standing="alternative", instead_of="x")
    assert (refused.status_code, refused.headers["HX-Retarget"]) == (422, "#sheet-notice")
    made = panel.post(f"{quote}/lines/2/standing", standing="alternative", instead_of="1")
    assert "instead of line 1" in made.text
    assert "instead of line 2" in panel.post(f"{quote}/lines/2/swap").text


def test_a_note_stands_in_its_row(panel: Panel) -> None:
    quote = table(panel, 1)
    noted = panel.post(f"{quote}/lines/1/note", note="Delivered in <b>").text
    assert "Delivered in &lt;b&gt;" in noted
    assert "Keep the note" in panel.get(f"{quote}/lines/1/details").text


def test_picked_lines_are_changed_together(panel: Panel) -> None:
    quote = table(panel, 4)
    assert "Apply discount" in panel.get(f"{quote}/picked").text
    form = {"sheet": "1", "lines": "1,3"}
    given = panel.post(f"{quote}/picked/discount", **form, figure="5 %", reason="Pilot")
    assert [target for target, _ in PART.findall(given.text)][:2] == ["line-1", "line-3"]
    assert panel.post(f"{quote}/picked/quantity", **form, quantity="7").text.count('value="7"') == 2
    gone = PART.findall(panel.post(f"{quote}/picked/remove", **form).text)
    assert gone[:2] == [("line-1", "delete"), ("line-3", "delete")]
    undone = PART.findall(panel.post(f"{quote}/undo").text)
    assert {target for target, how in undone if how in ("afterbegin", "afterend")} == {"lines", "line-2"}


@pytest.mark.parametrize("lines", ["", "1;2", "x", "1,", "9" * 12])
def test_lines_that_cannot_be_read_are_refused_in_the_sheet(panel: Panel, lines: str) -> None:
    quote = table(panel, 1)
    answer = panel.post(f"{quote}/picked/remove", sheet="1", lines=lines)
    assert (answer.status_code, answer.headers["HX-Retarget"]) == (422, "#sheet-notice")


def test_a_discount_on_the_quote_is_looked_at_before_it_is_given(panel: Panel) -> None:
    quote = table(panel, 2)
    before = panel.get(quote).text
    seen = panel.get(f"{quote}/terms/preview?off=10+%25").text
    assert "2 lines change" in seen
    assert "Then" in seen
    assert panel.get(quote).text.count("data-reason") == before.count("data-reason")
    assert "Discount on the quote…" in panel.get(quote).text
    assert panel.get(f"{quote}/terms/preview?off=x").status_code == 422


def test_the_offer_of_a_competitor_is_undercut(panel: Panel) -> None:
    quote = table(panel, 3)
    total = Decimal(panel.caller.call("GET", quote).get_json()["total"])
    other = (total * Decimal("0.97")).quantize(Decimal(1))
    aim = {"aim": "undercut", "figure": "3", "of": f"{other:,} EUR", "reason": "Competition"}
    assert panel.post(f"{quote}/goal", sheet="1", **aim).status_code == 200
    assert Decimal(panel.caller.call("GET", quote).get_json()["total"]) == other * 97 / 100


def test_a_goal_is_looked_at_then_reached(panel: Panel) -> None:
    quote = table(panel, 3)
    total = panel.caller.call("GET", quote).get_json()["total"]
    assert "Aim at a price" in panel.get(f"{quote}/goal").text
    seen = panel.get(f"{quote}/goal/preview?aim=undercut&figure=3+%25")
    assert seen.status_code == 200
    assert "Net now" in seen.text
    assert panel.caller.call("GET", quote).get_json()["total"] == total
    wanted = f"{float(total) * 0.95:.2f}"
    done = panel.post(f"{quote}/goal", sheet="1", aim="total", figure=wanted, reason="Competition")
    assert done.status_code == 200
    assert panel.caller.call("GET", quote).get_json()["total"] == wanted
    far = panel.post(f"{quote}/goal", sheet="1", aim="total", figure="x", reason="Competition")
    assert (far.status_code, far.headers["HX-Retarget"]) == (422, "#sheet-notice")
