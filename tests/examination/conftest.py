from collections.abc import Iterator

import pytest

from app.store.catalogs import load_release, shipped_catalog
from tests.examination.soundly import Sound, sound_installation
from tests.fixtures_sandbox import Sandbox, sandbox  # noqa: F401 sandbox is a fixture, found by its name


@pytest.fixture(scope="session")
def installation(
    sandbox: Sandbox,  # noqa: F811 the fixture itself
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Sound]:
    release = load_release(shipped_catalog("telecom"))
    with sound_installation(sandbox, tmp_path_factory.mktemp("examined"), release) as sound:
        yield sound


@pytest.fixture
def sound(installation: Sound) -> Sound:
    """As nobody has broken it yet."""
    installation.restore()
    return installation
