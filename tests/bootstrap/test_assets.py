"""The style sheet is cut to what the pages use; the front-end files are made once."""

import json
import re
from pathlib import Path

import pytest

from tools import assets, cut_css

SHEET = """
@charset "UTF-8";
:root { --used: #111; --via: var(--used); --unused: url("data:image/svg+xml;base64,AA=="); --hook: 1px; }
body, .a > .gone { margin: 0 }
.a, .b:hover, .gone { color: var(--via, red); background: url(../images/x.png) }
.a:not(.gone) { border: 0 }
.gone { animation: spin 1s }
.b { animation: pulse 1s }
.x\\:y, .a.gone, .gone .a { top: 0 }
@keyframes spin { from { left: 0 } }
@keyframes pulse { from { left: 1px } }
@media (min-width: 30em) { .gone { left: 0 } .a { left: 2px } }
@media print { .gone { left: 0 } }
.icon { background-image: url("data:image/svg+xml,%3Csvg/%3E") }
"""


@pytest.fixture
def cut() -> str:
    return cut_css.cut(SHEET, cut_css.words_of(['<p class="a b icon">', "p { top: var(--hook) }"]))


def test_rules_for_unused_classes_are_cut(cut: str) -> None:
    assert "gone" not in cut.replace(":not(.gone)", "")
    assert ".a,.b:hover{" in cut
    assert "body{" in cut


def test_a_class_that_is_only_excluded_need_not_be_used(cut: str) -> None:
    assert ".a:not(.gone){border: 0}" in cut


def test_media_queries_are_cut_inside_and_dropped_when_empty(cut: str) -> None:
    assert ".a{left: 2px}" in cut
    assert "print" not in cut


def test_only_the_animations_and_properties_that_are_read_stay(cut: str) -> None:
    assert "pulse" in cut
    assert "spin" not in cut
    assert "--used:" in cut
    assert "--unused" not in cut
    assert "base64" not in cut
    assert "--hook" in cut


def test_pictures_inside_the_sheet_stay_and_files_beside_it_go(cut: str) -> None:
    assert "data:image/svg+xml,%3Csvg/%3E" in cut
    assert "../images" not in cut


def test_braces_stay_in_balance(cut: str) -> None:
    assert cut.count("{") == cut.count("}")
    assert not re.search(r"[^{}]\{\}", cut)


@pytest.fixture
def clone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A clone with one page, and a stand-in npm that writes a line for each of its runs."""
    (tmp_path / "static").mkdir()
    for name in assets.PACKAGE_FILES:
        (tmp_path / "static" / name).write_text("{}")
    (tmp_path / "app/web/templates").mkdir(parents=True)
    (tmp_path / "app/web/templates/page.html").write_text('<p class="slds-a">')
    npm = tmp_path / "npm"
    wanted = json.dumps([*assets.SHIPPED, *assets.NOT_SHIPPED])
    npm.write_text(f"""#!/bin/sh
echo run >> {tmp_path}/npm-runs
for file in $(echo '{wanted}' | tr -d '[],"'); do
  mkdir -p "node_modules/$(dirname "$file")"; echo '.slds-a{{top:0}}.slds-b{{top:0}}' > "node_modules/$file"
done
""")
    npm.chmod(0o755)
    monkeypatch.setattr(assets, "npm", lambda: [str(npm)])
    return tmp_path


def runs(clone: Path) -> int:
    return len((clone / "npm-runs").read_text().split())


def test_a_repeat_does_nothing(clone: Path) -> None:
    assert len(assets.build(clone)) == 2
    assert assets.build(clone) == []
    assert runs(clone) == 1


def test_another_word_in_a_page_cuts_the_sheet_again_without_npm(clone: Path) -> None:
    assets.build(clone)
    assert "slds-b" not in (clone / "static/vendor/slds.css").read_text()
    (clone / "app/web/templates/page.html").write_text('<p class="slds-a slds-b">')
    assets.build(clone)
    assert "slds-b" in (clone / "static/vendor/slds.css").read_text()
    assert runs(clone) == 1


def test_another_lock_fetches_again_and_leaves_nothing_old_behind(clone: Path) -> None:
    assets.build(clone)
    (clone / "static/vendor/old.js").touch()
    (clone / "static/package-lock.json").write_text('{"other": 1}')
    assets.build(clone)
    assert runs(clone) == 2
    assert not (clone / "static/vendor/old.js").exists()


def test_licences_are_shipped_and_the_test_tool_is_not(clone: Path) -> None:
    assets.build(clone)
    assert len(list((clone / "static/vendor/LICENSES").iterdir())) == 6
    assert not list((clone / "static").rglob("axe*"))
    assert (clone / "var/assets/axe.min.js").is_file()


def test_a_failing_npm_is_told_with_its_words(clone: Path) -> None:
    (clone / "npm").write_text("#!/bin/sh\necho 'npm error EAI_AGAIN' >&2; exit 1\n")
    with pytest.raises(assets.Unbuildable, match="EAI_AGAIN"):
        assets.build(clone)
    assert not (clone / "static/vendor").exists()
