"""The page of the docs is the one the code would write."""

from tools import sandbox_rest


def test_the_page_of_the_api_is_made_from_the_code_as_it_is() -> None:
    page = sandbox_rest.PAGE.read_text(encoding="utf-8")
    assert sandbox_rest.written(page) == page, "Run python3 tools/sandbox_rest.py"
