"""The pages of the docs are those that the code would write."""

import re

import pytest

from app.sandbox.faults import scenario_of
from app.sandbox.faults.scenario import read_yaml
from tools import sandbox_pages


@pytest.mark.parametrize("name", sandbox_pages.PAGES)
def test_a_page_is_made_from_the_code_as_it_is(name: str) -> None:
    page = (sandbox_pages.DOCS / name).read_text(encoding="utf-8")
    assert sandbox_pages.written(page, sandbox_pages.PAGES[name]()) == page, (
        "Run python3 tools/sandbox_pages.py"
    )


def test_the_scenario_of_the_docs_can_be_played() -> None:
    page = (sandbox_pages.DOCS / "sandbox-faults.md").read_text(encoding="utf-8")
    found = re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)
    assert found
    for text in found:
        assert scenario_of(read_yaml(text)).steps
