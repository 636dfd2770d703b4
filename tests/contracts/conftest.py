from collections.abc import Iterator

import pytest

from tests.contracts.benches import Bench, FakeBench, SandboxBench
from tests.fixtures_sandbox import Sandbox, sandbox  # noqa: F401 sandbox is a fixture, found by its name


@pytest.fixture(params=["fake", "quotes", "offers"])
def bench(request: pytest.FixtureRequest) -> Iterator[Bench]:
    """Each test runs once over every implementation of the port, and over own objects in place of quotes."""
    if request.param == "fake":
        yield FakeBench()
        return
    real = SandboxBench(request.getfixturevalue("sandbox"), request.param)
    yield real
    real.close()


@pytest.fixture
def real(sandbox: Sandbox) -> Iterator[SandboxBench]:  # noqa: F811 the fixture itself
    made = SandboxBench(sandbox)
    yield made
    made.close()
