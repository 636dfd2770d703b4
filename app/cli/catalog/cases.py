"""``quotewright catalog test``."""

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import click

from app.actions.run_cases import RanCase, record, run_cases
from app.cases import Mismatch
from app.cli.catalog.check import FOLDER, today
from app.store.catalogs import CatalogInvalid

_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command(name="test")
@click.argument("folder", type=FOLDER)
@click.option("--product", help="Run the cases of this product only; with --record, the product.")
@click.option("--json", "as_data", is_flag=True, help="Print the results as JSON.")
@click.option("--junit", type=_FILE, help="Write the results as JUnit XML.")
@click.option("--record", "key", help="Write a case of this key from what comes of --choose now.")
@click.option("--choose", "choices", multiple=True, metavar="ATTRIBUTE=VALUE", help="A choice to record.")
@click.option("--text", default="", help="What the recorded case is about.")
def run(
    folder: Path,
    *,
    product: str | None,
    as_data: bool,
    junit: Path | None,
    key: str | None,
    choices: tuple[str, ...],
    text: str,
) -> None:
    """Run the golden cases in FOLDER/tests.

    Ends with 0 where all hold, 1 where one does not, 2 where the catalog or a case cannot be read.
    """
    try:
        if key is not None:
            _record(folder, product, key=key, text=text, choices=choices)
            return
        _, ran = run_cases(folder, day=today(), only=product)
    except CatalogInvalid as invalid:
        click.echo(f"{invalid.code}: {invalid.detail}", err=True)
        sys.exit(2)
    if junit is not None:
        junit.write_text(_as_junit(folder, ran), encoding="utf-8")
    click.echo(json.dumps(_as_json(ran), indent=2) if as_data else "\n".join(_as_text(folder, ran)))
    sys.exit(1 if any(one.failures for one in ran) else 0)


def _record(folder: Path, product: str | None, *, key: str, text: str, choices: tuple[str, ...]) -> None:
    if product is None:
        raise click.UsageError("Say with --product of which product the case is.")
    pairs = dict(choice.partition("=")[::2] for choice in choices)
    file = record(folder, product, day=today(), key=key, text=text, choices=pairs)
    click.echo(f"{file}: recorded {key}. Read it before you trust it: it says what is, not what ought to be.")


def _as_text(folder: Path, ran: Sequence[RanCase]) -> Iterator[str]:
    yield from failed_text(folder, ran)
    failed = sum(bool(one.failures) for one in ran)
    yield f"{folder}: {len(ran)} cases, {failed or 'none'} failed"


def failed_text(folder: Path, ran: Sequence[RanCase]) -> Iterator[str]:
    """Each case that failed, with what was expected and what came."""
    for one in ran:
        if one.failures:
            yield click.style(f"{folder / one.at.file}:{one.at.line}: {_name(one)} failed", fg="red")
            if one.case.text:
                yield f"    {one.case.text}"
        for at, mismatch in one.failures:
            yield f"    {at.file}:{at.line}: {_where(mismatch)}"
            yield f"        expected  {mismatch.expected}"
            yield f"        got       {mismatch.got}"


def _where(mismatch: Mismatch) -> str:
    return ".".join(map(str, mismatch.where))


def _name(one: RanCase) -> str:
    return f"{one.about}.{one.case.key}"


def _as_json(ran: Sequence[RanCase]) -> dict[str, Any]:
    return {
        "cases": [
            {
                "product": one.about,
                "key": one.case.key,
                "file": one.at.file,
                "line": one.at.line,
                "passed": not one.failures,
                "failures": [
                    {
                        "line": at.line,
                        "where": list(mismatch.where),
                        "expected": mismatch.expected,
                        "got": mismatch.got,
                    }
                    for at, mismatch in one.failures
                ],
            }
            for one in ran
        ]
    }


def _as_junit(folder: Path, ran: Sequence[RanCase]) -> str:
    failed = sum(bool(one.failures) for one in ran)
    suite = ET.Element(
        "testsuite", name=f"catalog {folder.name}", tests=str(len(ran)), failures=str(failed), errors="0"
    )
    for one in ran:
        case = ET.SubElement(suite, "testcase", classname=one.about, name=one.case.key)
        case.set("file", one.at.file)
        case.set("line", str(one.at.line))
        if one.failures:
            said = [f"{_where(m)}: expected {m.expected}, got {m.got}" for _, m in one.failures]
            ET.SubElement(case, "failure", message=f"{len(said)} expectations").text = "\n".join(said)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(suite, encoding="unicode") + "\n"
