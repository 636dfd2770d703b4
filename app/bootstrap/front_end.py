"""The front-end files in static/vendor, brought up to date before anything serves or tests them."""

from pathlib import Path

from app.bootstrap.console import run_quietly, step
from app.bootstrap.environment import ROOT, variables


def make_front_end(python: Path) -> None:
    """Fetch, copy and cut what is missing or out of date. Raises Problem."""
    with step("front-end files"):
        log = ROOT / "var" / "front-end.log"
        run_quietly([str(python), "-m", "tools.assets"], log=log, env=variables(python), cwd=ROOT)
