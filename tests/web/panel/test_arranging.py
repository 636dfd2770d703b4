"""The panel's pages of many lines: arranged, added from a table, shared; and two windows on one quote."""

import re
from io import BytesIO
from typing import Any

import pytest
from werkzeug.test import TestResponse

from tests.web.conftest import Caller, Web
from tests.web.samples import OTHER_USER


class Page:
    """The pages of one quote of three lines."""

    def __init__(self, caller: Caller, *, lines: int = 3) -> None:
        self.caller = caller
        self.quote = caller.quote()
        for _ in range(lines):
            caller.line(self.quote)
        self.address = f"/panel/quotes/{self.quote}"

    def headers(self, at: int | None) -> dict[str, str]:
        given = {"Authorization": f"Bearer {self.caller.token}", "HX-Request": "true"}
        return given if at is None else {**given, "If-Match": str(at)}

    def get(self, path: str) -> str:
        answer = self.caller.client.get(f"{self.address}{path}", headers=self.headers(None))
        assert answer.status_code == 200, answer.text
        return answer.text

    def post(self, path: str, *, at: int | None = None, **form: Any) -> TestResponse:
        return self.caller.client.post(f"{self.address}{path}", data=form, headers=self.headers(at))

    def done(self, deed: str, **form: Any) -> str:
        answer = self.post(f"/arrange/{deed}", **form)
        assert answer.status_code == 200, answer.text
        return answer.text

    def lines(self) -> list[tuple[int, str, str, str]]:
        told = self.caller.call("GET", f"/quotes/{self.quote}").get_json()["lines"]
        return [(one["n"], one["group"], one["standing"], one["note"]) for one in told]


@pytest.fixture
def page(rep: Caller) -> Page:
    return Page(rep)


def test_lines_are_grouped_moved_marked_noted_and_removed(page: Page) -> None:
    assert "Group Core added." in page.done("add-group", name="Core")
    page.done("add-group", name="Sites")
    assert "Lines 1, 3 put into group Core." in page.done("assign", line=["1", "3"], to="Core")
    page.done("raise-group", group="Sites")
    page.done("rename-group", group="Core", name="Heart <b>")
    page.done("stand", n="2", standing="optional")
    page.done("alternative", line="3", instead_of="1")
    page.done("note", n="2", **{"note-2": "By crane"})
    shown = page.done("swap", n="3")
    assert page.lines() == [
        (1, "Heart <b>", "alternative", ""),
        (2, "", "optional", "By crane"),
        (3, "Heart <b>", "offered", ""),
    ]
    assert "alternative to line 3" in shown
    assert "Heart &lt;b&gt;" in shown
    assert "<b>" not in shown.replace("Heart &lt;b&gt;", "")
    page.done("down", n="1")
    page.done("up", n="1")
    page.done("place", line=["1"], before="")
    page.done("remove-group", group="Heart <b>")
    page.done("remove", line=["1", "2"])
    assert page.lines() == [(3, "", "offered", "")]


def test_many_are_discounted_and_counted(page: Page) -> None:
    assert "Lines 1-2: discount" in page.done("discount", line=["1", "2"], percent="10", reason="pilot")
    assert "quantity 4" in page.done("count", line=["1", "2", "3"], quantity="4")
    assert "Nothing changed." in page.done("count", line=["1", "2", "3"], quantity="4")
    assert "no discount" in page.done("discount", line=["1"], percent="")


@pytest.mark.parametrize(
    ("deed", "form", "code"),
    [
        ("count", {"line": "1", "quantity": "9" * 30}, 422),
        ("count", {"line": "x", "quantity": "1"}, 422),
        ("count", {"quantity": "1"}, 422),
        ("alternative", {"line": ["1", "2"], "instead_of": "3"}, 422),
        ("stand", {"n": "", "standing": "optional"}, 422),
        ("assign", {"line": "1", "to": "nowhere"}, 404),
        ("dance", {}, 404),
    ],
)
def test_what_cannot_be_done_is_told_above_the_page(
    page: Page, deed: str, form: dict[str, Any], code: int
) -> None:
    answer = page.post(f"/arrange/{deed}", **form)
    assert answer.status_code == code
    assert answer.headers["HX-Retarget"] == "#notice"


def test_a_long_quote_comes_in_pages(rep: Caller) -> None:
    page = Page(rep, lines=0)
    rows = "\n".join(["product", *["mast"] * 450])
    page.post("/add", text=rows, take="all")
    first, last = page.get("/arrange"), page.get("/arrange?from=400")
    assert (first.count('id="arranged-'), last.count('id="arranged-')) == (200, 50)
    assert ("Further lines" in first, "Lines before" in first) == (True, False)
    assert ("Further lines" in last, "Lines before" in last) == (False, True)


def test_rows_are_looked_at_before_they_are_added(page: Page) -> None:
    assert "Download the template" in page.get("/add")
    text = "product,quantity,Band,note\nmast,2,Mid,<i>\nmast,none,Mid,\nnothing,1,,\n"
    report = page.post("/add", text=text).text
    assert "1 of 3 rows can be added." in report
    assert re.search(r"<td>3</td><td>B3</td><td><strong>quantity</strong>", report)
    assert re.search(r"<td>4</td><td>A4</td>", report)
    assert "Add only the 1 good rows" in report
    assert len(page.lines()) == 3
    assert page.post("/add", text=text, take="all").status_code == 422
    shown = page.post("/add", text=text, take="good").text
    assert "1 line added. 2 of 3 rows were left out." in shown
    assert "&lt;i&gt;" in shown
    assert page.post("/add", text=text, take="perhaps").status_code == 422


def test_a_file_is_read_like_pasted_rows(page: Page) -> None:
    file = (BytesIO("product;quantity\nmast;7\n".encode("utf-16")), "lines.csv")
    assert "lines.csv: 1 of 1 rows can be added." in page.post("/add", file=file).text
    file = (BytesIO(b"PK\x03\x04 no workbook"), "lines.xlsx")
    answer = page.post("/add", file=file)
    assert (answer.status_code, answer.headers["HX-Retarget"]) == (422, "#notice")
    assert "lines.xlsx" in answer.text


def test_a_file_of_more_than_is_read_is_refused(page: Page) -> None:
    file = (BytesIO(b"product\n" + b"mast\n" * 100_000), "lines.csv")
    answer = page.post("/add", file=file)
    assert answer.status_code == 422
    assert "row 2002" in answer.text


def test_another_window_s_change_is_told_with_what_was_done(page: Page) -> None:
    page.caller.call("PATCH", f"/quotes/{page.quote}/lines/1", {"quantity": 5})
    answer = page.post("/arrange/note", at=4, n="2", **{"note-2": "By crane"})
    assert "Changed meanwhile: you, in another window: Line 1: quantity 1 → 5." in answer.text
    answer = page.post("/lines/2/quantity", at=4, quantity="3")
    assert "Changed meanwhile" in answer.text


def test_where_both_changed_the_same_both_values_are_shown_with_a_choice(page: Page) -> None:
    page.caller.call("PATCH", f"/quotes/{page.quote}/lines/1", {"quantity": 5})
    answer = page.post("/lines/1/quantity", at=4, quantity="3")
    assert answer.status_code == 409
    assert answer.headers["HX-Retarget"] == "#notice"
    assert re.search(r"Line 1, quantity</th><td>5</td><td>3</td>", answer.text)
    assert 'data-mine="5"' in answer.text
    assert page.post("/lines/1/quantity", at=5, quantity="3").status_code == 200


def test_a_draft_is_shared_from_its_page(web: Web, page: Page) -> None:
    assert "You share it with nobody." in page.get("/sharing")
    colleague = web.sign_in(user=OTHER_USER)
    assert f'<option value="{OTHER_USER}">' in page.get("/sharing")
    assert "Stop sharing" in page.post("/sharing", user=OTHER_USER).text
    answer = colleague.call("GET", f"/quotes/{page.quote}")
    assert answer.get_json()["editors"] == [{"user": OTHER_USER, "name": "Rep"}]
    assert colleague.call("POST", f"/quotes/{page.quote}/editors", {"user": "x"}).status_code == 403
    listed = page.caller.call("GET", f"/quotes/{page.quote}/editors").get_json()
    assert (len(listed["editors"]), listed["colleagues"]) == (1, [])
    assert "You share it with nobody." in page.post("/sharing/end", user=OTHER_USER).text
    assert colleague.call("GET", f"/quotes/{page.quote}").status_code == 404
