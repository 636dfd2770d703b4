"""SARIF 2.1.0, the format in which code hosts and CI read findings (OASIS Standard, 27 March 2020)."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from app import __version__
from app.actions.check_catalog import INVALID, CatalogFinding, Checked, Spot
from app.catalog.approval_checks.titles import TITLES as APPROVALS
from app.catalog.price_checks.titles import TITLES as PRICES
from app.configuration.proofs import KINDS

TITLES = {**PRICES, **APPROVALS}
_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_PAGE = "docs/checking.md"


def as_sarif(checked: Sequence[Checked]) -> dict[str, Any]:
    """One run with every finding of every folder; files are named as the folders were given."""
    return {
        "$schema": _SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": _driver()},
                "columnKind": "unicodeCodePoints",
                "results": [_result(one, finding) for one in checked for finding in one.findings],
            }
        ],
    }


def _driver() -> dict[str, Any]:
    rules = [_rule(INVALID, "The files do not make a catalog", "error", "Write what the message says.")]
    rules += [_rule(code, kind.title, kind.severity, kind.remedy) for code, kind in KINDS.items()]
    rules += [_rule(code, title, "error", "Do what the message says.") for code, title in TITLES.items()]
    return {"name": "quotewright catalog check", "version": __version__, "rules": rules}


def _rule(code: str, title: str, level: str, remedy: str) -> dict[str, Any]:
    return {
        "id": code,
        "shortDescription": {"text": title},
        "help": {"text": f"{remedy} See {_PAGE}."},
        "defaultConfiguration": {"level": level},
    }


def _result(checked: Checked, finding: CatalogFinding) -> dict[str, Any]:
    codes = [INVALID, *KINDS, *TITLES]
    text = " ".join(part for part in (finding.text, finding.remedy) if part)
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": codes.index(finding.code),
        "level": finding.severity,
        "message": {"text": text},
        "locations": [_location(checked, finding.at)],
    }
    if finding.because:
        result["relatedLocations"] = [
            {"id": n, "message": {"text": spot.name}, **_location(checked, spot)}
            for n, spot in enumerate(finding.because, start=1)
        ]
    return result


def _location(checked: Checked, spot: Spot) -> dict[str, Any]:
    path = checked.folder / spot.file
    uri = path.as_uri() if path.is_absolute() else quote(path.as_posix())
    region = {"startLine": spot.line, **({"startColumn": spot.column} if spot.column else {})}
    location: dict[str, Any] = {"physicalLocation": {"artifactLocation": {"uri": uri}, "region": region}}
    if spot.key:
        location["logicalLocations"] = [{"fullyQualifiedName": spot.key}]
    return location
