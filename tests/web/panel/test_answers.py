"""What a line's page answers: why so, other reasons, other ways to fill in the rest, undoing."""

import re
from dataclasses import replace
from decimal import Decimal

import pytest

from app.actions import Completed, Outcome, Strategy
from app.amounts import Money
from app.pricing import Discount
from app.quoting import LineState, state_of
from app.web.panel import figures
from app.web.panel.changes import change_text, completed_text, redo_text, undo_text
from tests.web.conftest import Caller, Web
from tests.web.panel.lines import MAST, view
from tests.web.panel.test_pages import Panel, checked
from tests.web.samples import OTHER_USER

FIVE_OFF = Discount(Money.of("5", "EUR"), "pilot")


@pytest.fixture
def panel(rep: Caller) -> Panel:
    return Panel(rep)


def test_what_follows_can_be_asked_why(panel: Panel) -> None:
    line = panel.line(band="high")
    page = panel.get(f"{line}?step=site").text
    assert re.search(r"because\?attribute=heater.*Why\?", page)
    answer = panel.get(f"{line}/because?attribute=heater").text
    assert "Why Heater: yes?" in answer
    assert "You chose Band: High." in answer
    assert "The high band needs a heater." in answer
    assert 'aria-label="Why"' in answer


def test_what_follows_no_longer_says_so(panel: Panel) -> None:
    assert "does not follow" in panel.get(f"{panel.line()}/because?attribute=heater").text


def test_other_reasons_come_when_asked_for(panel: Panel) -> None:
    line = panel.line(heater=False)
    one = panel.get(f"{line}/why?attribute=band&value=high&step=radio").text
    found = re.search(r'hx-get="([^"]*reasons=all[^"]*)"[^>]*>Other reasons<', one)
    assert found is not None
    every = panel.get(found[1].replace("&amp;", "&").removeprefix("/panel")).text
    assert "There is no other reason." in every
    assert ">Other reasons</button>" not in every


def test_the_rest_is_filled_in_at_the_least_price_and_the_page_says_what_was_done(panel: Panel) -> None:
    line = panel.line(band="high")
    assert "Fill the rest in another way" in panel.get(line).text
    ways = panel.get(f"{line}/ways?step=radio").text
    assert "At the least price" in ways
    assert "For the highest margin" in ways
    assert "For the fastest delivery" in ways
    assert "Like the last quote" not in ways
    done = panel.post(f"{line}/complete", strategy="cheapest", step="radio").text
    assert "Filled in at the least price: 2 answers, 974.23 → 983.73 EUR." in done
    assert "Proven: with your choices nothing costs less." in done
    assert "Fill the rest in another way" not in done
    assert "Filled in" not in panel.get(line).text


def test_the_highest_margin_and_the_fastest_delivery_tell_what_was_won(panel: Panel) -> None:
    won = panel.post(f"{panel.line()}/complete", strategy="highest_margin", step="radio").text
    assert re.search(r"Margin [\d,.]+ EUR, [\d,.]+ more than by the defaults\. Proven", won)
    assert "Proven: with your choices nothing has a higher margin." in won
    fast = panel.post(f"{panel.line()}/complete", strategy="fastest", step="radio").text
    assert "Delivered in 22 days, the same as by the defaults." in fast
    assert "Proven: with your choices nothing is delivered sooner." in fast


def test_ways_out_tell_margin_and_delivery_to_whom_may_see_them(web: Web, panel: Panel) -> None:
    line = panel.line(band="high", sectors=2)
    asked = "why?attribute=heater&value=false&step=radio"
    mine = panel.get(f"{line}/{asked}").text
    assert "margin −14.73" in mine
    assert "8 days sooner" in mine
    assert "Beside the price" not in mine
    quote = line.split("/lines")[0]
    panel.post(f"{quote}/submit")
    theirs = Panel(web.sign_in(user=OTHER_USER)).get(f"{line}/{asked}").text
    assert "8 days sooner" in theirs
    assert "margin" not in theirs
    open_line = panel.line(band="high")
    assert "Beside the price: of the complete line" in panel.get(f"{open_line}/{asked}").text


def test_a_way_that_is_not_offered_is_a_notice(panel: Panel) -> None:
    answer = panel.post(f"{panel.line()}/complete", strategy="closest")
    assert answer.status_code == 422
    assert answer.headers["HX-Retarget"] == "#notice"


def test_undo_and_redo_name_the_change_and_appear_only_where_there_is_one(panel: Panel) -> None:
    line = panel.line()
    assert 'id="undo"' not in panel.get(line).text
    changed = panel.post(f"{line}/choose", attribute="band", value="mid")
    assert re.search(r'id="undo"[^>]* title="Band: Mid">Undo<', changed.text)
    undone = panel.post(f"{line}/undo", step="radio")
    assert not checked(undone, "mid")
    assert "Undone: Band: Mid." in undone.text
    assert 'id="undo"' not in undone.text
    assert re.search(r'id="redo"[^>]* title="Band: Mid">Redo<', panel.get(line).text)
    again = panel.post(f"{line}/redo", step="radio")
    assert checked(again, "mid")
    assert "Done again: Band: Mid." in again.text
    assert panel.post(f"{line}/redo").headers["HX-Retarget"] == "#notice"


def test_a_quantity_that_was_changed_in_the_list_is_undone_there(panel: Panel) -> None:
    line = panel.line()
    quote = line.partition("/lines/")[0]
    assert re.search(r'id="undo"[^>]* title="Line 1 added">Undo<', panel.get(quote).text)
    changed = panel.post(f"{line}/quantity", quantity="7")
    assert re.search(r'id="undo"[^>]* title="Line 1, quantity 7">Undo<', changed.text)
    undone = panel.post(f"{quote}/undo")
    assert re.search(r'id="quantity-1"[^>]* value="1"', undone.text)
    assert "Undone: Line 1, quantity 7." in undone.text
    assert re.search(r'id="undo"[^>]* title="Line 1 added">Undo<', undone.text)
    again = panel.post(f"{quote}/redo")
    assert re.search(r'id="quantity-1"[^>]* value="7"', again.text)
    assert "Done again: Line 1, quantity 7." in again.text


def test_a_page_of_another_revision_undoes_nothing(panel: Panel) -> None:
    line = panel.line()
    panel.post(f"{line}/choose", attribute="band", value="mid")
    assert panel.post(f"{line}/undo", revision="2").status_code == 409
    assert checked(panel.get(line), "mid")


@pytest.mark.parametrize(
    ("after", "said"),
    [
        (LineState({"band": "mid", "sectors": 3}, 1), "Band: Mid"),
        (LineState({"band": "low"}, 1), "Sectors taken back"),
        (LineState({"heater": True, "band": "low"}, 1), "2 answers"),
        (LineState({"band": "low", "sectors": 3}, 1200), "quantity 1,200"),
        (
            LineState({"band": "low", "sectors": 3}, 1, Discount(Money.of("5", "EUR"), "x")),
            "discount 5.00 EUR",
        ),
        (LineState({"sectors": 3}, 2), "Band taken back, quantity 2"),
    ],
)
def test_a_change_is_told_in_words(after: LineState, said: str) -> None:
    before = LineState({"band": "low", "sectors": 3}, 1)
    assert change_text(MAST, before, after=after) == said


def test_a_discount_taken_away_is_told() -> None:
    before = LineState({}, 1, FIVE_OFF)
    assert change_text(MAST, before, after=replace(before, discount=None)) == "no discount"


def test_a_line_without_a_past_has_no_words_for_it() -> None:
    shown = view({"band": "mid"})
    assert (undo_text(shown), redo_text(shown)) == ("", "")
    past = replace(shown, before=LineState({}, 1), after=replace(state_of(shown.line), quantity=3))
    assert (undo_text(past), redo_text(past)) == ("Band: Mid", "quantity 3")


def test_what_is_not_proven_is_not_called_so() -> None:
    done = Completed(Strategy.CHEAPEST, False, 1, Money.of("10", "EUR"), Money.of("1200.5", "EUR"))
    assert completed_text(done) == (
        "Filled in at the least price: 1 answer, 10.00 → 1,200.50 EUR. "
        "That is the best found in the time there was; a better one may exist."
    )
    near = replace(done, strategy=Strategy.CLOSEST, proven=True, example="Q-00007", differences=2)
    assert completed_text(near) == (
        "Filled in like quote Q-00007: 1 answer, 10.00 → 1,200.50 EUR. "
        "2 answers differ from it. Proven: with your choices nothing is closer."
    )
    assert "Proven" not in completed_text(replace(done, strategy=Strategy.DEFAULTS, proven=None))


def test_what_is_proven_within_a_bound_says_the_bound() -> None:
    ten, twelve = Money.of("10", "EUR"), Money.of("12.345", "EUR")
    done = Completed(
        Strategy.HIGHEST_MARGIN, False, 2, ten, ten, within=Decimal("0.0012"),
        outcome=Outcome(twelve, 9), by_defaults=Outcome(ten, 10),
    )  # fmt: skip
    assert completed_text(done) == (
        "Filled in for the highest margin: 2 answers, 10.00 → 10.00 EUR. Margin 12.35 EUR, 2.35 more than by "
        "the defaults. Proven: with your choices nothing has a higher margin by more than 0.01 EUR."
    )
    soon = replace(done, strategy=Strategy.FASTEST, within=Decimal(3))
    assert completed_text(soon).endswith(
        " Delivered in 9 days, 1 day sooner than by the defaults. Proven: with your choices nothing is "
        "delivered sooner by more than 3 days."
    )
    unknown = replace(soon, within=None, by_defaults=Outcome())
    assert completed_text(unknown).endswith(
        " Delivered in 9 days. That is the best found in the time there was; a better one may exist."
    )
    assert "Margin" not in completed_text(replace(done, outcome=Outcome()))


@pytest.mark.parametrize(("days", "said"), [(7, "7 days later"), (-1, "1 day sooner"), (0, "same lead time")])
def test_a_difference_of_days_is_told_in_words(days: int, said: str) -> None:
    assert figures.days_difference(days) == said
    assert figures.margin_difference(Money.of("0.001", "EUR")) == "same margin"
