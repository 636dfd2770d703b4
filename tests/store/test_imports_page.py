"""The page on imports: its model is read, and becomes what the page says."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from app.cli.main import commands
from app.store.catalogs import load_release
from app.store.feature_models import FeatureModelUnfit

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "imports.md").read_text(encoding="utf-8")
RADIO = "features\n\tRadio {price 30}\n\t\talternative\n\t\t\tn78\n\t\t\tB3 {price 7}\n"


@pytest.fixture
def model(tmp_path: Path) -> Path:
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts" / "radio.uvl").write_text(RADIO, encoding="utf-8")
    file = tmp_path / "site.uvl"
    file.write_text(PAGE.split("```uvl\n")[1].split("```")[0], encoding="utf-8")
    return file


def run(*words: object) -> tuple[int, str]:
    result = CliRunner().invoke(commands, list(map(str, words)), catch_exceptions=False)
    return result.exit_code, result.output


def test_the_model_of_the_page_becomes_a_catalog(model: Path, tmp_path: Path) -> None:
    code, said = run("catalog", "import", "uvl", model, "--out", tmp_path / "site")
    assert code == 0, said
    assert "line 10: Label is a text" in said
    product = load_release(tmp_path / "site").product("site")
    (radios,) = product.components
    assert (radios.name, radios.minimum, radios.maximum) == ("r.Radio", 1, 3)
    sectors, panel = product.attribute("sectors_value"), product.attribute("panel")
    assert sectors is not None
    assert (sectors.minimum, sectors.maximum) == (1, 6)
    assert panel is not None
    assert (panel.kind, panel.maximum) == ("integer", 4)


def test_a_model_that_no_catalog_can_say_leaves_no_files(model: Path, tmp_path: Path) -> None:
    model.write_text(model.read_text(encoding="utf-8") + "\tLabel == Label\n", encoding="utf-8")
    with pytest.raises(FeatureModelUnfit, match="line 19: a comparison of two texts that are both open"):
        run("catalog", "import", "uvl", model, "--out", tmp_path / "site")
    assert not (tmp_path / "site").exists()


def test_a_workbook_goes_out_and_comes_in(model: Path, tmp_path: Path) -> None:
    run("catalog", "import", "uvl", model, "--out", tmp_path / "site")
    assert run("catalog", "template", "xlsx", tmp_path / "site.xlsx", "--of", tmp_path / "site")[0] == 0
    code, said = run(
        "catalog", "import", "xlsx", tmp_path / "site.xlsx", "--out", tmp_path / "again" / "site"
    )
    assert code == 0, said
    again, before = load_release(tmp_path / "again" / "site"), load_release(tmp_path / "site")
    assert again.fingerprint == before.fingerprint
