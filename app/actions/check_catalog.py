"""Prove the catalog in a folder sound, or say what is not, each with file and line."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from app.actions.prove_prices import price_proofs
from app.actions.watching import OutOfTime, Watch
from app.catalog import Product, Release
from app.catalog.approval_checks import spoken_of_by_approvals
from app.catalog.checks import Place
from app.catalog.price_checks import spoken_of_by_prices
from app.configuration.proofs import KINDS, Count, Proof, Proven, Severity, prove_always
from app.store.catalogs import CatalogFiles, CatalogInvalid, Problem, read_catalog

INVALID = "catalog_invalid"


@dataclass(frozen=True, slots=True)
class Spot:
    """``file`` relative to the folder, ``line`` from 1; ``key`` in the written form; ``name`` for people.

    ``column`` from 1; 0 where it is not known.
    """

    file: str
    line: int
    key: str
    name: str
    column: int = 0


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


def check_catalog(folder: Path, *, day: date, only: str | None = None, watch: Watch) -> Checked:
    """Reads, then proves every product, or ``only`` one. Configurations are counted as of ``day``.

    Raises ProductUnknown for one that is not there.
    """
    try:
        files = read_catalog(folder)
    except CatalogInvalid as invalid:
        return Checked(folder, None, (), tuple(map(_unreadable, invalid.problems)))
    wanted = None if only is None else [files.release.product(only)]
    return prove_catalog(files, folder, day=day, only=wanted, watch=watch)


def prove_catalog(
    files: CatalogFiles, folder: Path, *, day: date, only: Iterable[Product] | None = None, watch: Watch
) -> Checked:
    """Proves what was read from the ``folder``: every product, or ``only`` those. A product for which the
    ``watch`` had no time left is reported as not proven.
    """
    release = files.release
    products: list[CheckedProduct] = []
    findings: list[CatalogFinding] = []
    for product in release.products.values() if only is None else only:
        proven = _proven(product, day, watch=watch)
        products.append(CheckedProduct(product, proven.configurations))
        spoken = spoken_of_by_prices(release, product) | spoken_of_by_approvals(release, product)
        proofs = [
            one for one in proven.proofs if not (one.code == "idle_attribute" and one.place[1] in spoken)
        ]
        findings.extend(_found(files, product, proofs=_once_written(files, product, proofs=proofs)))
    if only is None:
        findings.extend(_of_prices(files))
    return Checked(folder, release, tuple(products), tuple(findings))


def _of_prices(files: CatalogFiles) -> Iterator[CatalogFinding]:
    if files.pricing is None:
        return
    for found in price_proofs(files.release):
        problem = files.pricing.located(found.place, found.message)
        at = Spot(problem.file, problem.line, problem.key, problem.key, problem.column)
        kind = KINDS[found.code]
        yield CatalogFinding(found.code, kind.severity, "", at, found.message, kind.remedy)


def _proven(product: Product, day: date, *, watch: Watch) -> Proven:
    seen = "before it was begun"

    def told(stage: str, done: int, total: int) -> None:
        nonlocal seen
        seen = f"at {stage}, {done:,} of {total:,}"
        watch(product.key, stage, done, total)

    try:
        watch(product.key, "begun", 0, 1)
        return prove_always(product, day, told)
    except OutOfTime:
        text = f"{product.key} was not proven: the time was over {seen}."
        return Proven((Proof("not_proven", ("steps",), text),), Count(None, exact=False))


def _once_written(files: CatalogFiles, product: Product, *, proofs: Iterable[Proof]) -> Iterator[Proof]:
    """What is written once for all rows of a component is told once, where it holds in each of them."""
    places = [("rule", rule.key) for rule in product.rules]
    places += [("table", table.key) for table in product.tables]
    places += [("attribute", attribute.key) for attribute in product.attributes]
    written = {place: files.located(product.key, place, "") for place in places}
    times = Counter(written.values())
    alike: dict[tuple[str, Problem | None, Place], list[Proof]] = {}
    for proof in proofs:
        where = written.get((str(proof.place[0]), str(proof.place[1]))) if proof.place[1:] else None
        rest = proof.place[2:] if where is not None else proof.place
        alike.setdefault((proof.code, where, rest), []).append(proof)
    for (_, where, _), found in alike.items():
        if where is None or len(found) >= times[where] or _of_whole(found[0]):
            yield found[0]


def _of_whole(proof: Proof) -> bool:
    """Whether it is about the product rather than the part at which it is shown."""
    return proof.code in ("product_impossible", "catalog_too_large", "defaults_clash", "not_proven")


def _found(files: CatalogFiles, owner: Product, *, proofs: Iterable[Proof]) -> Iterator[CatalogFinding]:
    product = owner.key
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
    at = Spot(problem.file, problem.line, problem.key, problem.key, problem.column)
    return CatalogFinding(problem.code or INVALID, "error", "", at, problem.message, "")
