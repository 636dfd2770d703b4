"""The panel speaks of products in the language of whoever reads it, where the catalog does."""

from dataclasses import replace

import pytest

from app.store import HeldReleases
from app.web.session import hold
from tests.web.conftest import SECRET_KEY, Web, services_of
from tests.web.panel.test_pages import Panel
from tests.web.samples import RELEASE


@pytest.fixture
def german(web: Web) -> Web:
    """With a catalog that has some German names."""
    mast = RELEASE.products["mast"]
    band, *others = mast.attributes
    option = replace(band.options[0], names={"de": "Tiefes Band"})
    band = replace(band, names={"de": "Frequenzband"}, options=(option, *band.options[1:]))
    product = replace(mast, names={"de": "Mastanlage"}, attributes=(band, *others))
    release = replace(RELEASE, products={**RELEASE.products, "mast": product})
    catalogs = HeldReleases((release,))
    services = services_of(web.database, catalogs, web.gateway)
    hold(web.app, services, secret_key=SECRET_KEY, clock=web.clock)
    return web


def test_names_are_those_of_the_reader_on_every_page_of_a_line(german: Web) -> None:
    rep = german.sign_in(language="de_AT")
    panel = Panel(rep)
    line = panel.line()
    assert "Mastanlage" in panel.get(line.removesuffix("/lines/1")).text
    page = panel.get(line).text
    assert "Frequenzband" in page
    assert "Tiefes Band" in page
    product = rep.call("GET", "/products/mast").get_json()
    assert product["name"] == "Mastanlage"
    assert product["attributes"][0]["name"] == "Frequenzband"


def test_whoever_reads_another_language_reads_the_catalog_s_own(german: Web) -> None:
    panel = Panel(german.sign_in(language="fr"))
    page = panel.get(panel.line()).text
    assert "Frequenzband" not in page
