"""What a check found, for people and as JSON."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

import click

from app.actions.check_catalog import CatalogFinding, Checked, CheckedProduct, Spot
from app.configuration.proofs import Count

_COLOURS = {"error": "red", "warning": "yellow", "note": "cyan"}


def as_text(checked: Checked) -> str:
    """Grouped by file; coloured, which a pipe strips again."""
    return "\n".join([*_findings(checked), *_products(checked), _summary(checked)])


def _findings(checked: Checked) -> Iterator[str]:
    ordered = sorted(checked.findings, key=lambda one: (one.at.file, one.at.line))
    for file, findings in groupby(ordered, key=lambda one: one.at.file):
        yield click.style(f"{checked.folder / file}", bold=True)
        for finding in findings:
            yield from _finding(finding, file)
        yield ""


def _finding(finding: CatalogFinding, file: str) -> Iterator[str]:
    severity = click.style(finding.severity, fg=_COLOURS[finding.severity])
    where = f"{file}:{finding.at.line}" + (f":{finding.at.column}" if finding.at.column else "")
    key = f" {finding.at.key}:" if finding.at.key else ""
    yield f"  {where}: {severity} [{finding.code}]{key} {finding.text}"
    if finding.because:
        yield "      because of " + ", ".join(f"{spot.name} (line {spot.line})" for spot in finding.because)
    if finding.remedy:
        yield f"      {finding.remedy}"


def _products(checked: Checked) -> Iterator[str]:
    for one in checked.products:
        yield f"  {one.product.key}: {_count_text(one.configurations)}"


def _count_text(count: Count) -> str:
    if count.most is None:
        return "the number of configurations is not known"
    number = f"{count.most:,}" if count.most < 10**18 else f"about 10^{len(str(count.most)) - 1}"
    return f"{number} configurations" if count.exact else f"at most {number} configurations (a bound)"


def _summary(checked: Checked) -> str:
    counts = [(name, sum(one.severity == name for one in checked.findings)) for name in _COLOURS]
    said = ", ".join(f"{count} {name}{'' if count == 1 else 's'}" for name, count in counts)
    if checked.release is None:
        return f"{checked.folder}: unreadable. {said}; nothing could be proven"
    release = checked.release
    attributes = sum(len(one.product.attributes) for one in checked.products)
    verdict = "sound" if not any(count for name, count in counts if name != "note") else said
    products = "1 product" if len(checked.products) == 1 else f"{len(checked.products)} products"
    return (
        f"{checked.folder}: {verdict}. {products}, {attributes} attributes, "
        f"release {release.version} ({release.fingerprint[:12]})"
    )


def as_json(checked: Checked) -> dict[str, Any]:
    release = checked.release
    return {
        "folder": str(checked.folder),
        "release": None
        if release is None
        else {"version": release.version, "fingerprint": release.fingerprint},
        "products": [_product(one) for one in checked.products],
        "findings": [_data(finding) for finding in checked.findings],
    }


def _product(one: CheckedProduct) -> dict[str, Any]:
    count = one.configurations
    # Numbers beyond 2^53 lose digits in many readers of JSON.
    number = None if count.most is None else str(count.most)
    return {
        "key": one.product.key,
        "attributes": len(one.product.attributes),
        "rules": len(one.product.rules),
        "tables": len(one.product.tables),
        "configurations": {"number": number, "exact": count.exact},
    }


def _data(finding: CatalogFinding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "severity": finding.severity,
        "product": finding.product,
        **_spot(finding.at),
        "text": finding.text,
        "remedy": finding.remedy,
        "because": [{"name": spot.name, **_spot(spot)} for spot in finding.because],
    }


def _spot(spot: Spot) -> dict[str, Any]:
    column = {"column": spot.column} if spot.column else {}
    return {"file": spot.file, "line": spot.line, **column, "key": spot.key}
