"""What all tests share: one real browser a process, since its library cannot be started twice in a thread."""

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

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


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = os.environ.get("QUOTEWRIGHT_TEST_CHROMIUM") or shutil.which("chromium")
    expect.set_options(timeout=_PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=[*_ARGUMENTS])
        yield browser
        browser.close()
