"""A browser for the tests: the machine's, else Playwright's, else Debian's (as root), else clear words."""

import ctypes.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from app.bootstrap.console import Problem, run_quietly, step
from app.bootstrap.environment import ROOT, variables

VARIABLE = "QUOTEWRIGHT_TEST_CHROMIUM"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
OF_PLAYWRIGHT = (
    "from playwright.sync_api import sync_playwright as start\n"
    "with start() as playwright: print(playwright.chromium.executable_path)"
)
# Without a font a page has no text; libatomic1 is what the Node inside Playwright needs.
DEBIAN = ("chromium", "fonts-liberation", "libatomic1")
LOG = ROOT / "var" / "browser.log"


def find_browser(python: Path) -> str:
    """Return the path of a Chromium that starts, installing one if need be. Raises Problem."""
    given = os.environ.get(VARIABLE)
    if given:
        if not _starts(given):
            raise Problem(f"{VARIABLE} names {given}, which does not start.")
        return given
    ways: tuple[Callable[[Path], str | None], ...] = (_of_the_machine, _of_playwright, _of_debian)
    for way in ways:
        found = way(python)
        if found and _starts(found) and _driver_runs(python):
            return found
    raise Problem(
        "No browser to test with. Install Chromium or Google Chrome, or name one in "
        f"{VARIABLE}. On Debian, as root: apt install {' '.join(DEBIAN)}. What was tried is in {LOG}."
    )


def _of_the_machine(_python: Path) -> str | None:
    found = (shutil.which(name) for name in NAMES)
    return next((path for path in found if path), MAC if Path(MAC).is_file() else None)


def _of_playwright(python: Path) -> str | None:
    if not _driver_runs(python):
        return None
    path = _ask([str(python), "-c", OF_PLAYWRIGHT]).strip()
    if _starts(path):
        return path
    if sys.platform == "linux" and not ctypes.util.find_library("nss3"):
        return None  # its browser would be fetched, and then not start for want of system libraries
    try:
        with step("installing a browser by Playwright"):
            command = [str(python), "-m", "playwright", "install", "chromium"]
            run_quietly(command, log=LOG, env=variables(python))
    except Problem:
        return None
    return path


def _of_debian(python: Path) -> str | None:
    apt = shutil.which("apt-get")
    if apt is None or os.geteuid() != 0:
        return None
    env = variables(python) | {"DEBIAN_FRONTEND": "noninteractive"}
    try:
        with step("installing a browser by apt"):
            run_quietly([apt, "update", "-q"], log=LOG, env=env)
            install = [apt, "install", "-q", "-y", "--no-install-recommends", *DEBIAN]
            run_quietly(install, log=LOG, env=env)
    except Problem:
        return None
    return _of_the_machine(python)


def _driver_runs(python: Path) -> bool:
    return bool(_ask([str(python), "-m", "playwright", "--version"]))


def _starts(browser: str) -> bool:
    return bool(browser and Path(browser).exists() and _ask([browser, "--version", "--no-sandbox"]))


def _ask(command: list[str]) -> str:
    """Return what a program prints, nothing if it fails."""
    try:
        result = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return result.stdout if result.returncode == 0 else ""
