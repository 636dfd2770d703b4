"""Moving a quote to another release of its catalog, over the API and in the panel."""

import re
from dataclasses import replace
from decimal import Decimal

import pytest
from werkzeug.test import TestResponse

from app.web.api.schemas.moves import MoveJson
from app.web.session import Held
from tests.web.conftest import Caller, Web
from tests.web.samples import RELEASE

_MAST = RELEASE.products["mast"]
# The band "mid" is gone, a fourth sector is allowed and the third is not, and all is a hundred dearer.
_BAND = replace(_MAST.attributes[0], options=(_MAST.attributes[0].options[0], _MAST.attributes[0].options[2]))
_NEWER = replace(
    RELEASE,
    version="2",
    fingerprint="2" * 64,
    products={
        "mast": replace(
            _MAST,
            attributes=(_BAND, *_MAST.attributes[1:]),
            prices={"EUR": Decimal(1100), "USD": Decimal(2200)},
            maximum_quantity=400,
        )
    },
)


@pytest.fixture
def quote(web: Web, rep: Caller) -> str:
    """With one line of the older catalog, while a newer one is in force."""
    found = rep.quote()
    rep.line(found, band="mid", sectors=3)
    held: Held = web.app.extensions["quotewright"]
    held.services.catalogs.give(_NEWER)
    web.clock.forward(seconds=6)
    return found


def panel(rep: Caller, method: str, path: str, *, revision: str = "*", **form: str) -> TestResponse:
    headers = {"Authorization": f"Bearer {rep.token}", "HX-Request": "true", "If-Match": revision}
    return rep.client.open(f"/panel{path}", method=method, data=form, headers=headers)


def test_a_dry_run_tells_and_changes_nothing(rep: Caller, quote: str) -> None:
    answer = rep.call("POST", f"/quotes/{quote}/move", {"dry_run": True})
    assert answer.status_code == 200
    told = answer.get_json()
    assert not MoveJson().validate(told)
    assert (told["moved"], told["origin"]["version"], told["target"]["version"]) == (False, "1", "2")
    (line,) = told["lines"]
    assert line["given_up"] == [
        {
            "attribute": "band",
            "name": "Band",
            "value": "mid",
            "reason": "",
            "state": "open",
            "after": None,
        }
    ]
    assert Decimal(line["net_after"]) - Decimal(line["net_before"]) == Decimal("57.00")
    stored = rep.call("GET", f"/quotes/{quote}").get_json()
    assert (stored["release"], stored["total"]) == (RELEASE.fingerprint, told["total_before"])


def test_a_move_does_what_was_told(rep: Caller, quote: str) -> None:
    told = rep.call("POST", f"/quotes/{quote}/move", {"dry_run": True})
    target = told.get_json()["target"]["fingerprint"]
    answer = rep.call("POST", f"/quotes/{quote}/move", {"release": target}, If_Match=told.headers["ETag"])
    assert answer.status_code == 200, answer.text
    done = answer.get_json()
    assert not MoveJson().validate(done)
    assert {**done, "moved": False} == told.get_json()
    assert answer.headers["ETag"] == f'"{done["quote"]["revision"]}"'
    assert rep.call("GET", f"/quotes/{quote}").get_json() == done["quote"]
    again = rep.call("POST", f"/quotes/{quote}/move", {})
    assert (again.status_code, again.get_json()["code"]) == (422, "release_current")


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"release": "3" * 64}, 409, "release_changed"),
        ({"dry_run": "yes"}, 422, "body_invalid"),
        ({"dry_run": None}, 422, "body_invalid"),
        ({"release": 5}, 422, "body_invalid"),
        ({"release": "x" * 65}, 422, "body_invalid"),
        ({"other": 1}, 422, "body_invalid"),
    ],
)
def test_what_cannot_be_meant_is_refused(
    rep: Caller, quote: str, body: dict[str, object], status: int, code: str
) -> None:
    answer = rep.call("POST", f"/quotes/{quote}/move", body)
    assert (answer.status_code, answer.get_json()["code"]) == (status, code)
    assert rep.call("GET", f"/quotes/{quote}").get_json()["release"] == RELEASE.fingerprint


def test_a_quote_that_was_changed_meanwhile_is_not_moved(rep: Caller, quote: str) -> None:
    for revision in ('"1"', '"99"'):
        answer = rep.call("POST", f"/quotes/{quote}/move", {}, If_Match=revision)
        assert (answer.status_code, answer.get_json()["code"]) == (409, "quote_changed")


def test_a_quote_of_somebody_else_does_not_exist(web: Web, quote: str) -> None:
    other = web.sign_in(user="005x0000001SyzEAAS")
    answer = other.call("POST", f"/quotes/{quote}/move", {"dry_run": True})
    assert (answer.status_code, answer.get_json()["code"]) == (404, "quote_not_found")


def test_the_panel_says_that_a_newer_catalog_is_in_force_and_shows_what_it_changes(
    rep: Caller, quote: str
) -> None:
    page = panel(rep, "GET", f"/quotes/{quote}")
    assert "A newer catalog is in force." in page.text
    shown = panel(rep, "GET", f"/quotes/{quote}/move")
    assert "Band: Mid</strong> cannot stay. The newer catalog does not offer it." in shown.text
    assert "Left open for you to answer." in shown.text
    assert "+57.00" in shown.text
    found = re.search(r'name="release" value="([^"]+)"', shown.text)
    assert found is not None
    revision = re.search(r'data-revision="(\d+)"', shown.text)
    assert revision is not None
    moved = panel(rep, "POST", f"/quotes/{quote}/move", revision=revision[1], release=found[1])
    assert moved.status_code == 200
    assert "A newer catalog is in force." not in moved.text
    assert "Line 1 still has open questions." in moved.text


def test_a_move_is_undone_and_made_again_on_the_page_of_the_quote(rep: Caller, quote: str) -> None:
    before = rep.call("GET", f"/quotes/{quote}").get_json()
    panel(rep, "POST", f"/quotes/{quote}/move", release=_NEWER.fingerprint)
    page = panel(rep, "GET", f"/quotes/{quote}")
    assert re.search(r'id="undo"[^>]* title="Move to release 2">Undo<', page.text)
    undone = panel(rep, "POST", f"/quotes/{quote}/undo")
    assert "Undone: Move to release 2." in undone.text
    assert "A newer catalog is in force." in undone.text
    after = rep.call("GET", f"/quotes/{quote}").get_json()
    for name in ("release", "lines", "total"):
        assert after[name] == before[name]
    again = panel(rep, "POST", f"/quotes/{quote}/redo")
    assert "Done again: Move to release 2." in again.text
    assert "A newer catalog is in force." not in again.text


def test_what_was_done_last_is_undone_over_the_api(rep: Caller, quote: str) -> None:
    rep.call("PATCH", f"/quotes/{quote}/lines/1", {"quantity": 5})
    rep.call("POST", f"/quotes/{quote}/move", {})
    undone = rep.call("POST", f"/quotes/{quote}/undo", {})
    assert undone.get_json()["release"] == RELEASE.fingerprint
    assert rep.call("POST", f"/quotes/{quote}/undo", {}).get_json()["lines"][0]["quantity"] == 1
    assert rep.call("POST", f"/quotes/{quote}/redo", {}).get_json()["lines"][0]["quantity"] == 5
    moved = rep.call("POST", f"/quotes/{quote}/redo", {})
    assert (moved.get_json()["release"], moved.headers["ETag"]) == (_NEWER.fingerprint, '"8"')
    nothing = rep.call("POST", f"/quotes/{quote}/redo", {})
    assert (nothing.status_code, nothing.get_json()["code"]) == (422, "nothing_to_redo")
    stale = rep.call("POST", f"/quotes/{quote}/undo", {}, If_Match='"2"')
    assert (stale.status_code, stale.get_json()["code"]) == (409, "quote_changed")


def test_without_a_newer_catalog_the_panel_says_nothing_of_it(rep: Caller) -> None:
    found = rep.quote()
    assert "newer catalog" not in panel(rep, "GET", f"/quotes/{found}").text
    refused = panel(rep, "GET", f"/quotes/{found}/move")
    assert refused.status_code == 422
    assert refused.headers["HX-Retarget"] == "#notice"


def test_a_move_that_was_overtaken_offers_to_look_again(rep: Caller, quote: str) -> None:
    refused = panel(rep, "POST", f"/quotes/{quote}/move", release="3" * 64)
    assert refused.status_code == 409
    assert "data-reload" in refused.text


def test_a_line_goes_on_with_the_questions_of_its_own_catalog(rep: Caller, quote: str) -> None:
    line = rep.call("GET", f"/quotes/{quote}/lines/1").get_json()
    assert line["domains"]["band"]["values"] == ["low", "mid", "high"]
    changed = rep.call("PATCH", f"/quotes/{quote}/lines/1", {"choices": {"band": "mid"}, "quantity": 450})
    assert changed.status_code == 200
    bands = [
        [option["key"] for option in rep.call("GET", path).get_json()["attributes"][0]["options"]]
        for path in ("/products/mast", f"/products/mast?quote={quote}")
    ]
    assert bands == [["low", "high"], ["low", "mid", "high"]]


def test_a_revision_that_the_quote_never_had_is_refused_by_every_change(rep: Caller) -> None:
    quote = rep.quote()
    answer = rep.call("POST", f"/quotes/{quote}/lines", {"product": "mast"}, If_Match='"99"')
    assert (answer.status_code, answer.get_json()["code"]) == (409, "quote_changed")
