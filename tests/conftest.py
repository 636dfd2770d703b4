"""What all tests share: their order, and one real browser a process (its library starts once in a thread)."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, expect, sync_playwright

from tests.statements import statements_compiled_once
from tests.thorough import tried

__all__ = ["statements_compiled_once"]

_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    # The panel's frame is of another site. In a process of its own it hears of a scroll or a new height only
    # with the next picture, so that on a busy machine a click right after one meets what was there before.
    "--disable-site-isolation-trials",
    "--disable-features=IsolateOrigins,site-per-process",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--screen-info={1600x1200}",
)

_PATIENCE = 15_000
"""Milliseconds that the page may take to show what is expected: a busy machine is no fault of the page."""

# An example takes as long as the machine lets it.
settings.register_profile("untimed", deadline=None, max_examples=tried(100))
settings.load_profile("untimed")

_WAITING = ("journeys", "recovery", "workflows")
_LONGEST_FIRST = ("configuration/numbers", "laws", "actions", "configuration", "store")
_TESTS = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Several processes take whole files in this order; a long one that begins last would be waited for.

    First come the tests that wait for browsers and other processes, by the names of their files, so that
    those of different folders run beside each other.
    """
    items.sort(key=_turn)


def _turn(item: pytest.Item) -> tuple[int, str]:
    name = item.path.relative_to(_TESTS).as_posix()
    if name.startswith("journeys/test_whole_catalogs"):
        return 0, ""
    if name.startswith(_WAITING):
        return 1, item.path.name
    turns = (turn for turn, start in enumerate(_LONGEST_FIRST, 2) if name.startswith(start))
    return next(turns, len(_LONGEST_FIRST) + 2), ""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = os.environ.get("QUOTEWRIGHT_TEST_CHROMIUM") or shutil.which("chromium")
    expect.set_options(timeout=_PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=[*_ARGUMENTS])
        yield browser
        browser.close()
