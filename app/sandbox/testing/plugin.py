"""The sandbox as pytest fixtures: `quotewright_sandbox` and `quotewright_sandbox_within`."""

import shlex
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from . import Running, Within


def pytest_addoption(parser: pytest.Parser) -> None:
    words = "further arguments of the sandbox's command line, such as --also machinery=Conveyors"
    parser.addini("quotewright_sandbox_arguments", words, default="")


@pytest.fixture(scope="session")
def quotewright_sandbox_process(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator["Running"]:
    """The process that the tests of a run share; it is not reset between them."""
    from . import running_sandbox

    arguments = shlex.split(str(request.config.getini("quotewright_sandbox_arguments")))
    with running_sandbox(tmp_path_factory.mktemp("sandbox"), *arguments) as running:
        yield running


@pytest.fixture
def quotewright_sandbox(quotewright_sandbox_process: "Running") -> Iterator["Running"]:
    """A running sandbox with the seed's records; faults are off again behind the test."""
    quotewright_sandbox_process.reset()
    yield quotewright_sandbox_process
    quotewright_sandbox_process.clear_faults()


@pytest.fixture
def quotewright_sandbox_within() -> Iterator["Within"]:
    """A sandbox within the test, for what the test sends by `requests`; no other host can be reached."""
    from . import sandbox_within

    with sandbox_within() as within:
        yield within
