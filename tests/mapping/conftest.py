from tests.examination.conftest import installation, sound  # noqa: F401 fixtures, found by their names
from tests.fixtures_sandbox import sandbox  # noqa: F401 a fixture, found by its name
