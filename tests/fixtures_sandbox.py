"""The sandbox CRM as a test meets it: a real process, real sockets.

    pytest_plugins = ["tests.fixtures_sandbox"]   in the conftest.py at the top, or import `sandbox` from here

The process is shared by all tests of a run and never resets by itself: a test calls `sandbox.reset()`.
"""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.sandbox.testing import Running as Sandbox
from app.sandbox.testing import running_sandbox

Json = dict[str, Any]
__all__ = ["Json", "Sandbox", "running_sandbox", "sandbox"]


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Sandbox]:
    with tempfile.TemporaryDirectory(prefix="sandbox-") as folder, running_sandbox(Path(folder)) as running:
        yield running
