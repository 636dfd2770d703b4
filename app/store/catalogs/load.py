"""A folder of files to a release: everything wrong is said at once, or the release stands."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.catalog import CustomerTier, Finding, Product, Release, Seller, check_product, fingerprinted
from app.catalog.checks import check_header, did_you_mean
from app.catalog.checks.products import repeated
from app.store.catalogs.build import ProductBuilder
from app.store.catalogs.document import Document, read_document
from app.store.catalogs.problems import CatalogInvalid, Problem
from app.store.catalogs.refusals import loaded
from app.store.catalogs.schemas import CatalogSchema, ProductSchema

Content = Mapping[str, Any]
MAX_PRODUCTS = 1_000


@dataclass(frozen=True, slots=True)
class _Header:
    document: Document
    content: Content


@dataclass(frozen=True, slots=True)
class _Built:
    builder: ProductBuilder
    product: Product


def load_release(folder: Path) -> Release:
    """The release that the files of ``folder`` describe, fingerprinted. Raises CatalogInvalid."""
    problems: list[Problem] = []
    header = _header(folder, problems)
    built = list(_all_built(folder, problems))
    currencies = tuple(header.content["currencies"]) if header else None
    for one in built:
        problems.extend(_product_problems(one, currencies))
    if header is None:
        raise CatalogInvalid(problems)
    release = _release(folder.name, header.content, built)
    problems.extend(_release_problems(release, header, built))
    if problems:
        raise CatalogInvalid(problems)
    return fingerprinted(release)


def _header(folder: Path, problems: list[Problem]) -> _Header | None:
    if not (folder / "catalog.yaml").is_file():
        problems.append(Problem("catalog.yaml", 1, "", "the file is missing; every catalog starts with it"))
        return None
    try:
        document = read_document(folder / "catalog.yaml", folder=folder)
        return _Header(document, loaded(CatalogSchema(), document))
    except CatalogInvalid as invalid:
        problems.extend(invalid.problems)
        return None


def _all_built(folder: Path, problems: list[Problem]) -> Iterator[_Built]:
    files = sorted((folder / "products").glob("*.yaml"))
    if len(files) > MAX_PRODUCTS:
        problems.append(Problem("products", 1, "", f"{len(files)} files; at most {MAX_PRODUCTS} are read"))
        return
    for file in files:
        try:
            yield _built(read_document(file, folder=folder))
        except CatalogInvalid as invalid:
            problems.extend(invalid.problems)


def _built(document: Document) -> _Built:
    content = loaded(ProductSchema(), document)
    builder = ProductBuilder(document)
    product = builder.product(content)
    return _Built(builder, product)


def _product_problems(built: _Built, currencies: tuple[str, ...] | None) -> Iterator[Problem]:
    # Without a readable catalog.yaml the product's own currencies stand in, so that its prices draw no blame.
    known = tuple(built.product.prices) if currencies is None else currencies
    yield from built.builder.problems
    for finding in check_product(built.product, currencies=known):
        yield built.builder.located(finding)


def _release(key: str, content: Content, built: list[_Built]) -> Release:
    by_key = {one.product.key: one.product for one in sorted(built, key=lambda one: one.product.key)}
    first = [key for key in content["products"] if key in by_key]
    return Release(
        key=key,
        version=content["version"],
        fingerprint="",
        name=content["name"],
        currencies=tuple(content["currencies"]),
        products={key: by_key[key] for key in dict.fromkeys([*first, *by_key])},
        customer_tiers={
            tier["key"]: CustomerTier(tier["key"], tier["name"] or tier["key"], tier["percent"])
            for tier in content["customer_tiers"]
        },
        seller=Seller(**{**content["seller"], "address": tuple(content["seller"]["address"])}),
        terms=tuple(content["terms"]),
        validity_days=content["validity_days"],
    )


def _release_problems(release: Release, header: _Header, built: list[_Built]) -> Iterator[Problem]:
    owners: dict[object, _Built] = {one.product.key: one for one in built}
    for finding in check_header(release):
        if finding.place[0] == "product" and len(finding.place) > 1:
            owner = owners[finding.place[1]]
            yield owner.builder.located(Finding(finding.place[2:], finding.message))
        else:
            yield header.document.problem(finding.place, finding.message)
    yield from _order_problems(release, header)
    yield from _repeated(header, built)


def _order_problems(release: Release, header: _Header) -> Iterator[Problem]:
    for n, key in enumerate(header.content["products"]):
        if key not in release.products:
            message = f'no file in products/ has the key "{key}"; {did_you_mean(key, release.products)}'
            yield header.document.problem(("products", n), message)


def _repeated(header: _Header, built: list[_Built]) -> Iterator[Problem]:
    tiers = [tier["key"] for tier in header.content["customer_tiers"]]
    for n, key in enumerate(tiers):
        if key in tiers[:n]:
            message = f'there are two customer tiers with the key "{key}"; remove one'
            yield header.document.problem(("customer_tiers", n), message)
    for key in repeated(header.content["currencies"]):
        yield header.document.problem(("currencies",), f"{key} stands there twice; remove one")
    first: dict[str, str] = {}
    for one in built:
        file = first.setdefault(one.product.key, one.builder.document.file)
        if file != one.builder.document.file:
            message = f'{file} has the key "{one.product.key}" too; rename one'
            yield one.builder.document.problem(("key",), message)
