"""What only shows when the files of a catalog are looked at together."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.catalog import Finding, Product, Release
from app.catalog.checks import check_header, did_you_mean, repeated
from app.store.catalogs.build import ProductBuilder
from app.store.catalogs.document import Document
from app.store.catalogs.problems import Problem


@dataclass(frozen=True, slots=True)
class Header:
    """``catalog.yaml``: the file and its validated content."""

    document: Document
    content: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Built:
    """A product with the builder that knows where its parts are written. One that is not ``expanded`` has
    nothing to choose, because its parts do not fit together.
    """

    builder: ProductBuilder
    product: Product
    expanded: bool = True


def release_problems(release: Release, header: Header, built: Sequence[Built]) -> Iterator[Problem]:
    """Problems of the catalog as a whole; those of each product by itself are not among them."""
    owners: dict[object, Built] = {one.product.key: one for one in built}
    for finding in check_header(release):
        match finding.place:
            case ("product", key, *place):
                yield owners[key].builder.located(Finding(tuple(place), finding.message))
            case ("customer_tiers", key):
                tiers = [tier["key"] for tier in header.content["customer_tiers"]]
                yield header.document.problem(
                    ("customer_tiers", tiers.index(key), "percent"), finding.message
                )
            case _:
                yield header.document.problem(finding.place, finding.message)
    yield from _repeated(header)
    yield from _same_key(built)


def order_problems(release: Release, header: Header) -> Iterator[Problem]:
    """Names in the order of products that no file has."""
    for n, key in enumerate(header.content["products"]):
        if key not in release.products:
            message = f'no file in products/ has the key "{key}"; {did_you_mean(key, release.products)}'
            yield header.document.problem(("products", n), message)


def _repeated(header: Header) -> Iterator[Problem]:
    tiers = [tier["key"] for tier in header.content["customer_tiers"]]
    for n, key in enumerate(tiers):
        if key in tiers[:n]:
            message = f'there are two customer tiers with the key "{key}"; remove one'
            yield header.document.problem(("customer_tiers", n), message)
    for name in ("currencies", "products"):
        for key in repeated(header.content[name]):
            yield header.document.problem((name,), f"{key} stands there twice; remove one")


def _same_key(built: Sequence[Built]) -> Iterator[Problem]:
    first: dict[str, str] = {}
    for one in built:
        file = first.setdefault(one.product.key, one.builder.document.file)
        if file != one.builder.document.file:
            message = f'{file} has the key "{one.product.key}" too; rename one'
            yield one.builder.document.problem(("key",), message)
