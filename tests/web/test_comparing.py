"""Two quotes side by side over the API and on the panel's page; a quote as a workbook."""

from io import BytesIO

import pytest
from openpyxl import load_workbook
from werkzeug.test import TestResponse

from app.web.api.schemas.comparisons import ComparisonJson
from tests.web.conftest import Caller, Web
from tests.web.samples import HOSTILE, OTHER_OPPORTUNITY, OTHER_USER, Json


def page(rep: Caller, path: str) -> TestResponse:
    headers = {"Authorization": f"Bearer {rep.token}", "HX-Request": "true"}
    return rep.client.get(f"/panel/quotes/{path}", headers=headers)


@pytest.fixture
def first(rep: Caller) -> str:
    quote = rep.quote()
    rep.line(quote, band="low", sectors=2, heater=False)
    rep.line(quote, band="mid", sectors=1, heater=False)
    return quote


@pytest.fixture
def second(rep: Caller) -> str:
    quote = rep.quote()
    rep.line(quote, band="low", sectors=6, heater=True)
    discount = {"discount": {"percent": "10", "reason": HOSTILE.replace("\x00", "")}}
    assert rep.call("PATCH", f"/quotes/{quote}/lines/1", discount).status_code == 200
    return quote


def compared(rep: Caller, first: str, second: str) -> Json:
    answer = rep.call("GET", f"/quotes/{first}/compare/{second}")
    assert answer.status_code == 200, answer.text
    found: Json = answer.get_json()
    assert not ComparisonJson().validate(found)
    return found


def test_what_differs_is_told_by_line_and_in_words(rep: Caller, first: str, second: str) -> None:
    found = compared(rep, first, second)
    lines = found["lines"]
    assert isinstance(lines, list)
    assert [(line["change"], line["before"] and line["before"]["n"]) for line in lines] == [
        ("changed", 1),
        ("removed", 2),
    ]
    changed = lines[0]
    assert [(one["attribute"], one["before"], one["after"]) for one in changed["choices"]] == [
        ("heater", False, True),
        ("sectors", 2, 6),
    ]
    assert "Sectors 2 pcs → 6 pcs" in changed["text"]
    assert "Heater no → yes" in changed["text"]
    assert "unit price 969.00 → 928.10 because" in changed["text"]
    assert "Line 2 Mast radio: removed, 1 at 997.50, together 997.50 EUR." in str(found["text"])
    assert found["difference"] == "-1038.40"


def test_a_quote_does_not_differ_from_itself(rep: Caller, first: str) -> None:
    found = compared(rep, first, first)
    assert (found["same"], found["text"], found["difference"]) == (True, [], "0.00")


def test_margins_are_told_to_the_owner_and_to_nobody_else(
    web: Web, rep: Caller, first: str, second: str
) -> None:
    own = compared(rep, first, second)
    assert "margin" in str(own["before"])
    for quote in (first, second):
        answer = rep.call("POST", f"/quotes/{quote}/submit", {}, Idempotency_Key=quote)
        assert answer.status_code == 202, answer.text
    other = web.sign_in(user=OTHER_USER)
    told = compared(other, first, second)
    assert "argin" not in str(told)
    assert "argin" not in page(other, f"{first}/compare/{second}").text
    assert "Margin" in page(rep, f"{first}/compare/{second}").text


def test_what_one_may_not_read_cannot_be_compared(web: Web, rep: Caller, first: str, second: str) -> None:
    colleague = web.sign_in(user=OTHER_USER)
    own = colleague.quote()
    elsewhere = web.sign_in(record=OTHER_OPPORTUNITY)
    for caller, one, other in (
        (colleague, own, first),
        (colleague, first, own),
        (elsewhere, first, second),
        (rep, first, own),
        (rep, first, "0" * 32),
        (rep, "nothing", second),
    ):
        for answer in (
            caller.call("GET", f"/quotes/{one}/compare/{other}"),
            page(caller, f"{one}/compare/{other}"),
        ):
            assert answer.status_code == 404


def test_the_page_tells_it_in_words_and_figures(rep: Caller, first: str, second: str) -> None:
    told = page(rep, f"{first}/compare/{second}").text
    assert "Q-00001 compared with Q-00002" in told
    assert "Sectors 2 pcs → 6 pcs" in told
    assert "<script>alert" not in told
    assert "−40.90" in told
    same = page(rep, f"{first}/compare/{first}").text
    assert "Both quotes offer the same." in same


def test_the_other_quote_is_chosen_from_those_that_one_may_read(
    web: Web, rep: Caller, first: str, second: str
) -> None:
    web.sign_in(user=OTHER_USER).quote()
    told = page(rep, f"{first}/compare").text
    assert f"/panel/quotes/{second}/compare/{first}" in told
    assert "Q-00003" not in told


def test_a_quote_is_given_as_a_workbook(web: Web, rep: Caller, second: str) -> None:
    answer = rep.call("GET", f"/quotes/{second}/offer.xlsx")
    assert answer.headers["Content-Disposition"] == "attachment; filename=Q-00001.xlsx"
    sheet = load_workbook(BytesIO(answer.data))["Offer"]
    assert [cell.value for cell in sheet[5]][1::8] == ["Total", 928.1]
    assert "80.00" not in str([[cell.value for cell in row] for row in sheet.iter_rows()])
    stranger = web.sign_in(user=OTHER_USER, record=OTHER_OPPORTUNITY)
    assert stranger.call("GET", f"/quotes/{second}/offer.xlsx").status_code == 404


def test_the_workbook_can_be_uploaded_to_another_quote(rep: Caller, second: str) -> None:
    content = rep.call("GET", f"/quotes/{second}/offer.xlsx").data
    other = rep.quote()
    answer = rep.client.post(
        f"/api/v1/quotes/{other}/lines/upload?name=offer.xlsx&take=all",
        data=content,
        headers={"Authorization": f"Bearer {rep.token}"},
    )
    assert answer.status_code == 200, answer.text
    found = compared(rep, second, other)
    assert [line["change"] for line in found["lines"]] == ["same"]  # type: ignore[attr-defined]
    assert found["difference"] == "0.00"
