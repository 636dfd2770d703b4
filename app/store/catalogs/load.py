"""The files of a catalog to a release: everything wrong is said at once, or the release stands."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from marshmallow import Schema

from app.catalog import CustomerTier, Finding, Release, Seller, Terms, check_product, fingerprinted
from app.catalog.approval_checks import check_approvals
from app.catalog.approvals import NOBODY
from app.catalog.checks import Place
from app.catalog.nesting import WrittenProduct, flattened, is_own
from app.catalog.price_checks import check_pricing
from app.catalog.pricing import USUAL
from app.store.catalogs.approvals import WrittenPolicy, read_policy
from app.store.catalogs.articles import ArticleReader
from app.store.catalogs.assembly_build import with_assemblies
from app.store.catalogs.build import ProductBuilder
from app.store.catalogs.clauses import clauses_of
from app.store.catalogs.document import Document, read_document
from app.store.catalogs.files import Files, FolderFiles
from app.store.catalogs.form import read_form
from app.store.catalogs.prices import WrittenPricing, read_pricing
from app.store.catalogs.problems import CatalogInvalid, Problem
from app.store.catalogs.schemas import CatalogSchema, ProductSchema
from app.store.catalogs.together import Built, Header, order_problems, release_problems

Content = Mapping[str, Any]
MAX_PRODUCTS = 1_000


@dataclass(frozen=True, slots=True)
class CatalogFiles:
    """A release, and where each part of its products is written, how it prices and who agrees,
    if that is.
    """

    release: Release
    built: Mapping[str, Built]
    pricing: WrittenPricing | None = None
    policy: WrittenPolicy | None = None

    def located(self, product: str, place: Place, message: str) -> Problem:
        """What is said about a part of a product, at its line."""
        return self.built[product].builder.located(Finding(place, message))


def load_release(folder: Path) -> Release:
    """The release that the files of ``folder`` describe, fingerprinted. Raises CatalogInvalid."""
    return read_catalog(folder).release


def read_catalog(folder: Path) -> CatalogFiles:
    """As ``load_release``, with the lines. Raises CatalogInvalid."""
    return catalog_of_files(FolderFiles(folder))


def release_of_files(files: Files) -> Release:
    """The release that the files describe, fingerprinted. Raises CatalogInvalid."""
    return catalog_of_files(files).release


def catalog_of_files(files: Files) -> CatalogFiles:
    """Raises CatalogInvalid."""
    problems: list[Problem] = []
    header = _header(files, problems)
    language = header.content["language"] if header else "en"
    written = list(_all_written(files, problems, language=language))
    built = list(_all_flat(written, problems))
    currencies = tuple(header.content["currencies"]) if header else None
    shop = ArticleReader(files, currencies, problems).shop()
    built = with_assemblies(built, shop)
    for one in built:
        problems.extend(_product_problems(one, currencies))
    pricing = read_pricing(files, problems, language=language)
    policy = read_policy(files, problems, language=language)
    if header is None:
        raise CatalogInvalid(problems)
    terms = clauses_of(header.document, header.content, problems)
    release = _release(files.key, header.content, built, terms, pricing=pricing, policy=policy)
    found = (*release_problems(release, header, built), *order_problems(release, header))
    # A product that seems to be missing while a file could not be read is only an echo of that.
    unread = len(built) < len(_product_files(files))
    problems.extend(one for one in found if not (unread and one.key.startswith("products")))
    if pricing is not None and not unread:
        problems.extend(pricing.findings(check_pricing(release)))
    if policy is not None and not unread:
        problems.extend(policy.findings(check_approvals(release)))
    if problems:
        raise CatalogInvalid(problems)
    return CatalogFiles(fingerprinted(release), {one.product.key: one for one in built}, pricing, policy)


def _header(files: Files, problems: list[Problem]) -> Header | None:
    if "catalog.yaml" not in files.names():
        problems.append(Problem("catalog.yaml", 1, "", "the file is missing; every catalog starts with it"))
        return None
    read = _read(CatalogSchema(), files, "catalog.yaml", problems=problems)
    return Header(*read) if read else None


def _all_written(
    files: Files, problems: list[Problem], *, language: str
) -> Iterator[tuple[ProductBuilder, WrittenProduct]]:
    names = _product_files(files)
    if len(names) > MAX_PRODUCTS:
        problems.append(Problem("products", 1, "", f"{len(names)} files; at most {MAX_PRODUCTS} are read"))
        return
    problems.extend(
        Problem(stray, 1, "", f"is not read; name it {PurePosixPath(stray).stem}.yaml")
        for stray in _products(files, "*.yml")
    )
    for name in names:
        read = _read(ProductSchema(), files, name, problems=problems)
        if read:
            document, content = read
            builder = ProductBuilder(document, files, language)
            yield builder, builder.product(content)


def _all_flat(
    written: Sequence[tuple[ProductBuilder, WrittenProduct]], problems: list[Problem]
) -> Iterator[Built]:
    catalog: dict[str, WrittenProduct] = {one.bare.key: one for _, one in reversed(written)}
    for builder, one in written:
        flat = flattened(one, catalog)
        problems.extend(builder.located(one) for one in flat.findings if is_own(one, flat.product))
        yield Built(builder, flat.product, expanded=flat.expanded)


def _read(
    schema: Schema, files: Files, name: str, *, problems: list[Problem]
) -> tuple[Document, Content] | None:
    """A file and its content, as far as it can be looked at. Mistakes of form join ``problems``."""
    try:
        document = read_document(files, name)
    except CatalogInvalid as invalid:
        problems.extend(invalid.problems)
        return None
    form = read_form(schema, document)
    problems.extend(form.problems)
    return None if form.content is None else (document, form.content)


def _product_files(files: Files) -> tuple[str, ...]:
    return _products(files, "*.yaml")


def _products(files: Files, pattern: str) -> tuple[str, ...]:
    paths = [PurePosixPath(name) for name in files.names()]
    return tuple(str(path) for path in paths if path.parts[:-1] == ("products",) and path.match(pattern))


def _product_problems(built: Built, currencies: tuple[str, ...] | None) -> Iterator[Problem]:
    # Without a readable catalog.yaml the product's own currencies stand in, so that its prices draw no blame.
    known = tuple(built.product.prices) if currencies is None else currencies
    yield from built.builder.problems
    if built.expanded:
        for finding in check_product(built.product, currencies=known):
            if is_own(finding, built.product):
                yield built.builder.located(finding)


def _release(
    key: str,
    content: Content,
    built: list[Built],
    terms: Terms,
    *,
    pricing: WrittenPricing | None,
    policy: WrittenPolicy | None,
) -> Release:
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
        terms=terms,
        validity_days=content["validity_days"],
        language=content["language"],
        pricing=USUAL if pricing is None else pricing.pricing,
        approvals=NOBODY if policy is None else policy.policy,
    )
