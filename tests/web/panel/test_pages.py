"""The panel's fragments over real verbs, database and signatures."""

import json
import re
from dataclasses import dataclass
from html import unescape

import pytest
from werkzeug.test import TestResponse

from tests.web.conftest import Caller, Web
from tests.web.samples import HOSTILE, OPPORTUNITY, OTHER_USER, USER, opportunity, signed_request


@dataclass(frozen=True, slots=True)
class Panel:
    """The panel as a page's script calls it."""

    caller: Caller

    def get(self, path: str) -> TestResponse:
        return self.caller.client.get(f"/panel{path}", headers=self._headers())

    def post(self, path: str, *, revision: str = "*", **form: str) -> TestResponse:
        headers = {**self._headers(), "If-Match": revision}
        return self.caller.client.post(f"/panel{path}", data=form, headers=headers)

    def line(self, **choices: object) -> str:
        """The path of a fresh line."""
        quote = self.caller.quote()
        self.caller.line(quote, **choices)
        return f"/quotes/{quote}/lines/1"

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.caller.token}", "HX-Request": "true"}


@pytest.fixture
def panel(rep: Caller) -> Panel:
    return Panel(rep)


def checked(page: TestResponse, value: str) -> bool:
    """Whether the answer with that value is taken."""
    field = re.search(rf'<input [^>]*type="radio"[^>]*value="{value}"[^>]*>', page.text)
    assert field is not None
    return " checked" in field[0]


def test_a_fragment_is_given_only_with_a_session(web: Web) -> None:
    answer = web.client.get("/panel/", headers={"HX-Request": "true"})
    assert answer.status_code == 401
    assert answer.headers["HX-Retarget"] == "#notice"
    assert "data-repost" in answer.text


def test_hostile_words_of_the_crm_are_escaped(web: Web) -> None:
    web.gateway.of("first").opportunities[OPPORTUNITY] = opportunity(OPPORTUNITY, name=HOSTILE)
    page = Panel(web.sign_in()).get("/")
    assert page.status_code == 200
    assert "<script" not in page.text
    assert "&lt;script&gt;" in page.text


def test_a_hostile_reason_of_a_discount_is_escaped(panel: Panel) -> None:
    line = panel.line()
    page = panel.post(f"{line}/discount", kind="percent", figure="5", reason='"><script>x</script>')
    assert page.status_code == 200
    assert "<script" not in page.text


def test_the_home_is_the_list_until_the_rep_has_an_open_draft(panel: Panel) -> None:
    assert "No quote yet" in panel.get("/").text
    panel.line()
    assert 'id="quote-heading"' in panel.get("/").text


def test_a_choice_is_stored_before_it_is_shown(panel: Panel) -> None:
    line = panel.line()
    assert checked(panel.post(f"{line}/choose", attribute="band", value="mid"), "mid")
    assert checked(panel.get(line), "mid")


def test_an_empty_value_takes_a_choice_back(panel: Panel) -> None:
    line = panel.line(band="mid")
    assert not checked(panel.post(f"{line}/choose", attribute="band", value=""), "mid")


def test_an_impossible_value_is_disabled_and_says_why_not(panel: Panel) -> None:
    page = panel.get(panel.line(heater=False)).text
    assert re.search(r'<input [^>]*value="high"[^>]* disabled>', page)
    assert "why?attribute=band&amp;value=high" in page


def test_the_reasons_come_in_words_with_priced_ways_out(panel: Panel) -> None:
    line = panel.line(heater=False)
    page = panel.get(f"{line}/why?attribute=band&value=high&step=radio").text
    assert "Why not Band: High?" in page
    assert "The high band needs a heater." in page
    assert "+24.23" in page  # 25.50 less the 5 % of a gold customer


def test_a_way_out_does_what_it_said(panel: Panel) -> None:
    line = panel.line(heater=False)
    page = panel.get(f"{line}/why?attribute=band&value=high").text
    offered = re.search(r'name="changes" value="([^"]*)"', page)
    assert offered is not None
    assert checked(panel.post(f"{line}/repair", changes=unescape(offered[1]), step="radio"), "high")
    assert checked(panel.get(f"{line}?step=site"), "true")


def test_an_impossible_number_is_explained_at_its_question(panel: Panel) -> None:
    line = panel.line()
    answer = panel.post(f"{line}/choose", attribute="sectors", value="4")
    assert answer.status_code == 422
    assert answer.headers["HX-Retarget"] == "#why-sectors"
    assert "There is no bracket for four sectors." in answer.text


@pytest.mark.parametrize("changes", ["", "[]", "{", "null", "[" * 10_000, '"x"'])
def test_a_way_out_that_cannot_be_read_is_refused(panel: Panel, changes: str) -> None:
    assert panel.post(f"{panel.line()}/repair", changes=changes).status_code == 422


@pytest.mark.parametrize(
    ("deed", "form"),
    [
        ("choose", {"attribute": "nothing", "value": "x"}),
        ("choose", {"attribute": "band", "value": "ultra"}),
        ("choose", {}),
        ("quantity", {"quantity": "0"}),
        ("quantity", {"quantity": "-1"}),
        ("quantity", {"quantity": "1000000000"}),
        ("quantity", {"quantity": "many"}),
        ("discount", {"kind": "percent", "figure": "5"}),
        ("discount", {"kind": "percent", "figure": "101", "reason": "x"}),
        ("discount", {"kind": "gift", "figure": "1", "reason": "x"}),
    ],
)
def test_a_refusal_is_a_notice_and_the_line_stays_as_it_was(
    panel: Panel, deed: str, form: dict[str, str]
) -> None:
    line = panel.line(band="mid")
    before = panel.get(line).text
    answer = panel.post(f"{line}/{deed}", **form)
    assert answer.status_code == 422
    assert answer.headers["HX-Retarget"] == "#notice"
    assert answer.headers["HX-Reswap"] == "innerHTML"
    assert panel.get(line).text == before


def test_a_change_of_an_outdated_page_is_told_and_not_made(panel: Panel) -> None:
    line = panel.line()
    answer = panel.post(f"{line}/choose", revision="1", attribute="band", value="mid")
    assert answer.status_code == 409
    assert "data-reload" in answer.text
    assert not checked(panel.get(line), "mid")


def test_the_page_carries_the_revision_that_its_next_change_needs(panel: Panel) -> None:
    line = panel.line()
    for value in ("mid", "low"):
        revision = re.search(r'data-revision="(\d+)"', panel.get(line).text)
        assert revision is not None
        answer = panel.post(f"{line}/choose", revision=revision[1], attribute="band", value=value)
        assert answer.status_code == 200


def test_a_quantity_changed_in_the_list_answers_with_the_list(panel: Panel) -> None:
    line = panel.line()
    assert 'id="quote-heading"' in panel.post(f"{line}/quantity", quantity="3").text
    assert 'id="line-heading"' in panel.post(f"{line}/quantity", quantity="4", step="radio").text


def test_a_discount_is_given_and_taken_away(panel: Panel) -> None:
    line = panel.line()
    given = panel.post(f"{line}/discount", step="radio", kind="amount", figure="10.5", reason="Pilot")
    assert "Discount: 10.50 EUR" in given.text
    assert "Discount: " not in panel.post(f"{line}/discount", step="radio", kind="none").text


def test_lines_are_copied_and_removed(panel: Panel) -> None:
    line = panel.line(band="mid")
    assert 'id="line-2"' in panel.post(f"{line}/copy").text
    panel.post(f"{line}/remove")
    left = panel.get(line.rpartition("/lines")[0]).text
    assert 'id="line-1"' not in left
    assert 'id="line-2"' in left


def test_a_quote_with_open_questions_cannot_be_saved_and_says_why(panel: Panel) -> None:
    line = panel.line()
    page = panel.get(line.rpartition("/lines")[0]).text
    assert re.search(r'<button type="submit"[^>]* disabled aria-describedby="why-not-save">', page)
    assert "Line 1 still has open questions." in page


def test_a_saved_quote_is_locked_and_asks_how_its_way_goes(panel: Panel) -> None:
    line = panel.line()
    panel.post(f"{line}/complete")
    quote = line.rpartition("/lines")[0]
    page = panel.post(f"{quote}/submit", key="once")
    assert page.status_code == 200
    assert 'hx-trigger="every 1s"' in page.text
    assert "/submit" not in page.text
    assert "Remove line" not in page.text
    locked = panel.post(f"{line}/choose", attribute="band", value="mid")
    assert (locked.status_code, "data-reload" in locked.text) == (422, True)


def test_what_a_colleague_has_drafted_is_not_shown(web: Web) -> None:
    quote = Panel(web.sign_in(user=USER)).line().rpartition("/lines")[0]
    assert Panel(web.sign_in(user=OTHER_USER)).get(quote).status_code == 404


def test_the_shell_holds_nothing_of_the_crm_s_data(web: Web) -> None:
    web.gateway.of("first").opportunities[OPPORTUNITY] = opportunity(OPPORTUNITY, name="Secret deal")
    page = web.post_launch(signed_request(nonce=77))
    assert page.status_code == 200
    assert "Secret deal" not in page.text
    # The script that sends the first request comes after the one that gives it its token.
    assert page.text.index("session.js") < page.text.index("htmx.js")


def test_offered_values_are_safe_in_attributes(panel: Panel) -> None:
    page = panel.get(panel.line()).text
    for found in re.findall(r"hx-vals='([^']*)'", page):
        assert isinstance(json.loads(unescape(found)), dict)
