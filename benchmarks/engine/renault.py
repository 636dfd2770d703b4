"""Constraint models of tables in XCSP 2, read as products: each variable a choice, each relation a table."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

from app.catalog import Attribute, AttributeKey, Option, Product, Table
from benchmarks.engine.shapes import product


def read_xcsp(file: Path) -> Product:
    # A file that whoever measures names; it is read on their own machine.
    root = ET.parse(file).getroot()  # noqa: S314
    domains = {one.get("name"): (one.text or "").split() for one in root.iter("domain")}
    attributes = [
        Attribute(
            AttributeKey(name := str(one.get("name"))),
            name,
            "choice",
            options=tuple(Option(value, value) for value in domains[one.get("domain")]),
        )
        for one in root.iter("variable")
    ]
    return replace(product(file.stem, attributes), tables=tuple(_tables(root)))


def _tables(root: ET.Element) -> Iterator[Table]:
    relations: Mapping[str | None, ET.Element] = {one.get("name"): one for one in root.iter("relation")}
    for one in root.iter("constraint"):
        relation = relations[one.get("reference")]
        if relation.get("semantics") != "supports":
            raise SystemExit(f"{relation.get('name')}: only relations of what is supported are read")
        rows = [row.split() for row in re.split(r"\|", relation.text or "") if row.strip()]
        yield Table(
            key=str(one.get("name")),
            text=str(one.get("name")),
            columns=tuple(AttributeKey(name) for name in str(one.get("scope")).split()),
            rows=tuple(tuple(frozenset({value}) for value in row) for row in rows),
        )
