"""Prove the catalog in a folder sound, or say what is not, each with file and line."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from app.catalog import Product, Release
from app.catalog.checks import Place
from app.configuration.proofs import KINDS, Count, Proof, Proven, Severity, prove
from app.store.catalogs import CatalogFiles, CatalogInvalid, Problem, read_catalog

Watch: TypeAlias = Callable[[str, str, int, int], None]
"""``(product, stage, done, total)``, told now and then."""

INVALID = "catalog_invalid"


@dataclass(frozen=True, slots=True)
class Spot:
    """``file`` relative to the folder, ``line`` from 1; ``key`` in the written form; ``name`` for people."""

    file: str
    line: int
    key: str
    name: str


@dataclass(frozen=True, slots=True)
class CatalogFinding:
    """``code`` is stable; ``because``: a minimal set of rules, tables and conditions behind it."""

    code: str
    severity: Severity
    product: str
    at: Spot
    text: str
    remedy: str
    because: tuple[Spot, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckedProduct:
    product: Product
    configurations: Count


@dataclass(frozen=True, slots=True)
class Checked:
    """``release`` is None where the files do not make a catalog; then nothing was proven."""

    folder: Path
    release: Release | None
    products: tuple[CheckedProduct, ...]
    findings: tuple[CatalogFinding, ...]


def check_catalog(folder: Path, *, only: str | None = None, watch: Watch) -> Checked:
    """Reads, then proves every product, or ``only`` one. Raises ProductUnknown for one that is not there."""
    try:
        files = read_catalog(folder)
    except CatalogInvalid as invalid:
        return Checked(folder, None, (), tuple(map(_unreadable, invalid.problems)))
    release = files.release
    wanted = list(release.products.values()) if only is None else [release.product(only)]
    products: list[CheckedProduct] = []
    findings: list[CatalogFinding] = []
    for product in wanted:
        proven = _proven(product, watch)
        products.append(CheckedProduct(product, proven.configurations))
        findings.extend(_found(files, product.key, proofs=proven.proofs))
    return Checked(folder, release, tuple(products), tuple(findings))


def _proven(product: Product, watch: Watch) -> Proven:
    def told(stage: str, done: int, total: int) -> None:
        watch(product.key, stage, done, total)

    return prove(product, told)


def _found(files: CatalogFiles, product: str, *, proofs: tuple[Proof, ...]) -> Iterator[CatalogFinding]:
    for proof in proofs:
        yield CatalogFinding(
            code=proof.code,
            severity=proof.severity,
            product=product,
            at=_spot(files, product, place=proof.place),
            text=proof.text,
            remedy=KINDS[proof.code].remedy,
            because=tuple(_spot(files, product, place=place) for place in proof.because),
        )


def _spot(files: CatalogFiles, product: str, *, place: Place) -> Spot:
    problem = files.located(product, place, "")
    return Spot(problem.file, problem.line, problem.key, _name(place))


def _name(place: Place) -> str:
    if place[0] == "attribute":
        return f"the condition of {place[1]}" if place[2:] == ("when",) else str(place[1])
    return " ".join(map(str, place[:2]))


def _unreadable(problem: Problem) -> CatalogFinding:
    at = Spot(problem.file, problem.line, problem.key, problem.key)
    return CatalogFinding(INVALID, "error", "", at, problem.message, "")
