"""A catalog that goes through a workbook comes back the same."""

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings

from app.actions.import_sheet import import_sheet, write_template
from app.store.catalogs import load_release
from tests.store.sheets.random_catalogs import Content, catalogs, write
from tests.thorough import tried


@settings(max_examples=tried(25), deadline=None, suppress_health_check=list(HealthCheck))
@given(catalogs())
def test_any_catalog_through_a_workbook_is_the_same_release(files: dict[str, Content]) -> None:
    with TemporaryDirectory() as place:
        folder = write(Path(place) / "before" / "pumps", files)
        before = load_release(folder)
        write_template(Path(place) / "pumps.xlsx", folder)
        after = import_sheet(Path(place) / "pumps.xlsx", Path(place) / "after" / "pumps")
        assert after.fingerprint == before.fingerprint
