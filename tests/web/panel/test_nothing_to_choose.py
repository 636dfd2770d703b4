"""A product that is sold as it is, without a question: it is added, priced and submitted like any other."""

from dataclasses import replace

from tests.web.conftest import Web
from tests.web.panel.test_pages import Panel
from tests.web.samples import RELEASE

MAST = RELEASE.products["mast"]
BARE = replace(MAST, attributes=(), steps=(), rules=(), tables=(), assembly=None)


def test_a_product_with_nothing_to_choose_is_complete_at_once_and_goes_its_way(web: Web) -> None:
    web.catalogs.give(replace(RELEASE, fingerprint="b" * 64, products={MAST.key: BARE}))
    rep = web.sign_in()
    quote = rep.quote()
    assert rep.line(quote)["complete"] is True
    panel = Panel(rep)
    for way in ("", "?step=~"):
        page = panel.get(f"/quotes/{quote}/lines/1{way}")
        assert page.status_code == 200, page.text
        assert "950.00 EUR" in page.text
        assert "0 of 0" not in page.text
        assert "One question at a time" not in page.text
    assert "complete" in panel.post(f"/quotes/{quote}/lines/1/quantity", quantity="3").text
    assert panel.post(f"/quotes/{quote}/submit").status_code == 200
