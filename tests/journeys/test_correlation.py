"""The panel's own part of the trail: each click has an id, in the safe form, and repeats of it share it."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser

_SCRIPT = Path(__file__).resolve().parents[2] / "static" / "js" / "session.js"
_PAGE = """
<meta name="quotewright-panel" data-connection="demo" data-token="first">
<script>
  const asked = [];
  const statuses = [200, 401, 200];
  const quotewrightHost = { refreshSignedRequest: async () => "signed" };
  window.fetch = async (address, options) => {
    asked.push([address, new Headers(options.headers).get("X-Correlation-Id")]);
    const status = address === "/api/v1/sessions" ? 201 : statuses.shift();
    return new Response("{}", { status });
  };
</script>
"""


@pytest.mark.browser
def test_each_click_has_an_id_and_its_repeat_the_same(browser: Browser) -> None:
    page = browser.new_page()
    try:
        page.set_content(_PAGE)
        page.add_script_tag(content=_SCRIPT.read_text())
        asked = page.evaluate(
            """async () => {
              await quotewrightSession.fetch("/panel/one", { method: "POST" });
              await quotewrightSession.fetch("/panel/two", { method: "POST" });
              return asked;
            }"""
        )
    finally:
        page.close()
    one, two, renewal, repeat = asked
    assert [one[0], two[0], renewal[0], repeat[0]] == [
        "/panel/one",
        "/panel/two",
        "/api/v1/sessions",
        "/panel/two",
    ]
    assert two[1] == repeat[1] != one[1]
    assert renewal[1] is None
    assert all(re.fullmatch(r"[0-9a-f]{16}", named) for named in (one[1], two[1]))
