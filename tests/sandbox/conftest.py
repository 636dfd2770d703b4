"""One sandbox process a run; every test begins with the seed records."""

from collections.abc import Iterator

import pytest

from tests.fixtures_sandbox import Sandbox, sandbox
from tests.sandbox.client import Client
from tests.sandbox.inside import Inside
from tests.sandbox.soql_things import Org

__all__ = ["sandbox"]


@pytest.fixture
def crm(sandbox: Sandbox) -> Iterator[Client]:
    """The rep's client of a freshly seeded org."""
    sandbox.reset()
    with Client(sandbox, sandbox.token()) as client:
        yield client


@pytest.fixture(scope="module")
def org() -> Iterator[Org]:
    org = Org()
    yield org
    org.close()


@pytest.fixture(scope="session")
def inner_org() -> Iterator[Inside]:
    inside = Inside()
    yield inside
    inside.org.database.close()


@pytest.fixture
def inside(inner_org: Inside) -> Inside:
    """A freshly seeded org within the test's process, asked as the rep."""
    inner_org.reset()
    return inner_org
