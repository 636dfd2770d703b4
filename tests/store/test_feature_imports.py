"""Feature models that import other files."""

from decimal import Decimal
from pathlib import Path

import pytest

from app.catalog import Product
from app.store.feature_models import (
    FeatureModelInvalid,
    FeatureModelUnfit,
    ImportRefused,
    feature_model_file,
    product_of,
)
from tests.configuration.brute_force import BruteForce

RADIO = "features\n\tRadio\n\t\talternative\n\t\t\tn78 {w 5}\n\t\t\tB3 {w 3}\nconstraints\n\tsum(w) >= 3\n"
SITE = """imports
\tparts.radio as r
features
\tSite {w 90}
\t\toptional
\t\t\tr.Radio {colour 'grey'}
\t\t\t\toptional
\t\t\t\t\tCover
\t\t\tMast
constraints
\tr.n78 => Mast
"""


def files(folder: Path, **contents: str) -> Path:
    """``a__b`` is ``a/b.uvl``; gives the first."""
    names = [folder / f"{name.replace('__', '/')}.uvl" for name in contents]
    for file, content in zip(names, contents.values(), strict=True):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content, encoding="utf-8")
    return names[0]


def product(file: Path) -> Product:
    return product_of(feature_model_file(file), key="model", prices={"EUR": Decimal(0)})


def test_the_imported_tree_takes_the_place_of_the_feature_that_names_it(tmp_path: Path) -> None:
    found = product(files(tmp_path, site=SITE, parts__radio=RADIO))
    assert [one.name for one in found.attributes] == ["Site", "r.Radio", "r.n78", "r.B3", "Cover", "Mast"]
    allowed = BruteForce(found).configurations({"r_n78": True, "cover": True})
    assert allowed
    assert all(one["mast"] for one in allowed)


def test_names_and_sums_of_a_file_are_its_own(tmp_path: Path) -> None:
    found = product(files(tmp_path, site=SITE, parts__radio=RADIO))
    # Without a radio the sum of that file is 0, whatever a site weighs.
    assert not BruteForce(found).configurations({"r_radio": False})


def test_imports_of_imports_are_found_beside_the_file_that_names_them(tmp_path: Path) -> None:
    inner = "imports\n\tport\nfeatures\n\tRadio\n\t\toptional\n\t\t\tport.Port\n"
    port = "features\n\tPort\n\t\toptional\n\t\t\tFibre\n"
    file = files(
        tmp_path,
        site=SITE.replace("\tr.n78 => Mast", "\tr.port.Fibre => Mast"),
        parts__radio=inner,
        parts__port=port,
    )
    assert "r.port.Fibre" in [one.name for one in product(file).attributes]


def test_one_file_may_be_imported_twice(tmp_path: Path) -> None:
    twice = (
        "imports\n\tradio as a\n\tradio as b\nfeatures\n\tSite\n\t\toptional\n\t\t\ta.Radio\n\t\t\tb.Radio\n"
    )
    assert len(product(files(tmp_path, site=twice, radio=RADIO)).attributes) == 7


@pytest.mark.parametrize(
    ("contents", "said"),
    [
        ({"site": SITE}, "line 2: there is no file parts/radio.uvl"),
        ({"site": SITE.replace("parts.radio", "site")}, "in a circle (site.uvl -> site.uvl)"),
        ({"site": SITE.replace("parts.radio", '"/etc/radio"')}, "is no import"),
        ({"site": SITE.replace("parts.radio", '"a\\b"')}, "is no import"),
        (
            {"site": SITE.replace("r.Radio", "r.n78"), "parts__radio": RADIO},
            'line 6: "r.n78" is not the root',
        ),
    ],
)
def test_an_import_that_leads_nowhere_is_refused(contents: dict[str, str], said: str, tmp_path: Path) -> None:
    with pytest.raises(ImportRefused) as refused:
        product(files(tmp_path, **contents))
    assert said in refused.value.detail


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    outside = files(tmp_path, radio=RADIO)
    file = files(tmp_path / "model", site=SITE.replace("parts.radio", "radio"))
    (tmp_path / "model" / "radio.uvl").symlink_to(outside)
    with pytest.raises(ImportRefused, match="outside of the folder"):
        product(file)


def test_what_is_wrong_in_an_imported_file_is_said_with_its_name(tmp_path: Path) -> None:
    broken = files(tmp_path / "a", site=SITE, parts__radio="features\n\tRadio\n\t\tsome\n")
    with pytest.raises(FeatureModelInvalid, match=r"^parts/radio\.uvl, line 3: "):
        product(broken)
    unfit = files(tmp_path / "b", site=SITE, parts__radio=RADIO + "\tMast => n78\n")
    with pytest.raises(FeatureModelUnfit, match=r"parts/radio\.uvl, line 8: the name"):
        product(unfit)


def test_files_that_import_each_other_again_and_again_are_bounded(tmp_path: Path) -> None:
    def level(n: int) -> str:
        if n == 12:
            return "features\n\tR\n"
        return (
            f"imports\n\tl{n + 1} as a\n\tl{n + 1} as b\nfeatures\n\tR\n\t\toptional\n\t\t\ta.R\n\t\t\tb.R\n"
        )

    file = files(tmp_path, **{f"l{n}": level(n) for n in range(13)})
    with pytest.raises(ImportRefused, match="More than 100 imports"):
        product(file)
