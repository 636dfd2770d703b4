"""The vendor's own library and types judge the project: every file, the list of components, each element.

They come from the registry (some 70 MB), so this is for thorough runs.
"""

import json
import re
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from app.crm.mapping import read_mapping
from app.crm.salesforce.connector import SOURCE, AppKind, metadata_files, project_files, source_of
from app.crm.salesforce.mapped import SHIPPED, shipped_mapping
from tests.crm.connector.made import NAMESPACE, parsed, wish
from tests.sandbox.test_soql_corpus import node
from tests.thorough import THOROUGH
from tools.assets import npm

pytestmark = [
    pytest.mark.skipif(not THOROUGH, reason="QUOTEWRIGHT_TEST_THOROUGH fetches the vendor's library"),
    pytest.mark.parametrize(
        ("app", "records"),
        [*((AppKind.EXTERNAL, name) for name in SHIPPED), (AppKind.CONNECTED, SHIPPED[0])],
    ),
]

# The library's own range of undici needs a newer Node.
NEEDED = {
    "private": True,
    "dependencies": {"@salesforce/source-deploy-retrieve": "13.7.0", "@salesforce/types": "1.9.0"},
    "overrides": {"undici": "^7.0.0"},
}
JUDGE = """
const { ComponentSet, MetadataConverter } = require('@salesforce/source-deploy-retrieve');
(async () => {
  const [source, outputDirectory] = process.argv.slice(2);
  const set = ComponentSet.fromSource(source);
  set.sourceApiVersion = '67.0';
  const files = [];
  for (const component of set.getSourceComponents())
    for (const one of [component, ...component.getChildren()])
      files.push(...one.walkContent(), ...(one.xml ? [one.xml] : []));
  const target = { type: 'directory', outputDirectory };
  const { packagePath } = await new MetadataConverter().convert(set, 'metadata', target);
  console.log(JSON.stringify({ files, package: await set.getPackageXml(), place: packagePath }));
})();
"""
Members = Mapping[str, str]


@pytest.fixture(scope="module")
def vendor(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("vendor")
    (place / "package.json").write_text(json.dumps(NEEDED))
    (place / "judge.js").write_text(JUDGE)
    command = [*npm(), "install", "--no-audit", "--no-fund"]
    subprocess.run(command, cwd=place, capture_output=True, check=True)
    return place


@pytest.fixture
def made(app: AppKind, records: str) -> dict[str, bytes]:
    return project_files(wish(app=app, mapping=read_mapping(shipped_mapping(records))))


@pytest.fixture
def project(tmp_path: Path, made: dict[str, bytes]) -> Path:
    for path, text in made.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(text)
    return tmp_path


def canonical(text: bytes) -> str:
    return ET.canonicalize(text.decode(), strip_text=True)


def pieces(text: bytes) -> list[str]:
    """Of the root, whose parts may stand in any order: fields of an object do."""
    root = parsed(text)
    return [root.tag, *sorted(canonical(ET.tostring(one)) for one in root)]


def test_every_file_is_recognised_and_list_and_zip_are_the_same(
    vendor: Path, project: Path, made: dict[str, bytes]
) -> None:
    command = [node(), "judge.js", str(project / "force-app"), str(project / "out")]
    done = subprocess.run(command, cwd=vendor, capture_output=True, text=True, check=True)
    told = json.loads(done.stdout)
    files = made
    assert {str(project / path) for path in files if path.startswith(SOURCE)} == set(told["files"])
    assert canonical(told["package"].encode()) == canonical(files["manifest/package.xml"])
    place = Path(told["place"])
    theirs = {
        one.relative_to(place).as_posix(): one.read_bytes() for one in place.rglob("*") if one.is_file()
    }
    del theirs["package.xml"]
    ours = metadata_files(source_of(files))
    assert set(theirs) == set(ours)
    for path, text in ours.items():
        if path.endswith((".js", ".cmp", ".design", ".page")):
            assert theirs[path] == text
        else:
            assert pieces(theirs[path]) == pieces(text), path


def test_each_element_is_one_that_the_vendors_types_have(vendor: Path, made: dict[str, bytes]) -> None:
    text = (vendor / "node_modules/@salesforce/types/lib/metadata.d.ts").read_text()
    types = {
        name: members_of(body)
        for name, body in re.findall(r"^export type (\w+) = ((?:\w+ & )?\{\n.*?)^}", text, re.S | re.M)
    }
    types |= {name: types[of] for name, of in re.findall(r"^export type (\w+Folder) = (\w+);$", text, re.M)}
    words = {
        name: set(re.findall(r"'([^']*)'", line))
        for name, line in re.findall(r"^export type (\w+) = ('.*);$", text, re.M)
    }
    described = {path: text for path, text in made.items() if path.endswith("-meta.xml")}
    assert len(described) > 20
    for path, content in described.items():
        root = parsed(content)
        assert list(faults(root, root.tag.removeprefix(NAMESPACE), types, words)) == [], path


def members_of(body: str) -> Members:
    """Types by name; a name that may be missing ends in a question mark."""
    inherited = {"fullName?": "string"} if body.startswith("Metadata") else {}
    return inherited | dict(re.findall(r"^    (\w+\??): (.*);$", body, re.M))


def faults(
    element: ET.Element, kind: str, types: Mapping[str, Members], words: Mapping[str, set[str]]
) -> Iterator[str]:
    text = element.text or ""
    if kind in words:
        yield from () if text in words[kind] else (f"{text} is no {kind}",)
    elif kind in ("string", "number", "boolean"):
        shape = {"string": r".+", "number": r"[0-9.]+", "boolean": r"true|false"}[kind]
        yield from () if re.fullmatch(shape, text) else (f"{text!r} is no {kind}",)
    elif kind not in types:
        yield f"there is no type {kind}"
    else:
        yield from faults_within(element, types[kind], types, words)


def faults_within(
    element: ET.Element, members: Members, types: Mapping[str, Members], words: Mapping[str, set[str]]
) -> Iterator[str]:
    known = {name.removesuffix("?"): kind for name, kind in members.items()}
    names = [child.tag.removeprefix(NAMESPACE) for child in element]
    for name, kind in members.items():
        if not name.endswith("?") and not kind.endswith("[]") and name not in names:
            yield f"{name} is missing"
    for child, name in zip(element, names, strict=True):
        if name not in known:
            yield f"there is no {name}"
        elif names.count(name) > 1 and not known[name].endswith("[]"):
            yield f"{name} stands there more than once"
        else:
            yield from faults(child, known[name].removesuffix("[]"), types, words)
