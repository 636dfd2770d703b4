"""The part of a line's page that shows what it is made of."""

import re

from tests.web.conftest import Caller, Web
from tests.web.panel.test_pages import Panel
from tests.web.samples import OTHER_USER

CHOICES = {"band": "mid", "sectors": 3, "heater": True}


def test_a_complete_line_offers_its_parts_list_under_its_item_number(rep: Caller) -> None:
    panel = Panel(rep)
    assert 'id="made"' not in panel.get(panel.line(band="mid")).text
    page = panel.get(panel.line(**CHOICES))
    assert 'id="made"' in page.text
    assert re.search(r"Parts list <span class=\"qw-code\">MAST-MID-3-[0-9A-Z]{17}</span>", page.text)


def test_the_list_shows_parts_with_reasons_cuts_and_work(rep: Caller) -> None:
    panel = Panel(rep)
    page = panel.get(f"{panel.line(**CHOICES)}/assembly")
    assert page.status_code == 200
    assert "Radio &lt;small&gt;" in page.text
    assert "Sectors: 3 pcs" in page.text
    assert "1 bar, 6 m, 75 % of it used; no way of sawing needs less." in page.text
    assert page.text.count("qw-cuts__piece") == 3
    assert "Head: Fit" in page.text
    assert "Cost of one" in page.text


def test_margin_and_costs_are_for_the_owner_alone(web: Web, rep: Caller) -> None:
    panel = Panel(rep)
    line = panel.line(**CHOICES)
    assert ">Margin" in panel.get(line).text
    quote = line.split("/")[2]
    assert rep.call("POST", f"/quotes/{quote}/submit", {}, Idempotency_Key="one").status_code == 202
    colleague = Panel(web.sign_in(user=OTHER_USER))
    assert ">Margin" not in colleague.get(line).text
    made = colleague.get(f"{line}/assembly").text
    assert "Cost" not in made
    assert "Radio &lt;small&gt;" in made


def test_an_incomplete_line_says_why_there_is_no_list(rep: Caller) -> None:
    panel = Panel(rep)
    page = panel.get(f"{panel.line(band='mid')}/assembly")
    assert page.status_code == 422
    assert "complete configuration" in page.text
