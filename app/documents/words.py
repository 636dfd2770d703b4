"""The fixed words of a document by language. A language that is not here is printed in English."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Words:
    """Texts with ``{names}`` are filled by ``str.format``, except ``page``, which the template fills."""

    quotation: str
    prepared_for: str
    project: str
    number: str
    revision: str
    issued: str
    valid_until: str
    currency: str
    contact: str
    introduction: str
    offer: str
    all_amounts: str
    columns: tuple[str, str, str, str, str, str, str]
    no_lines: str
    list_total: str
    discount_total: str
    net_total: str
    taxes: str
    terms: str
    acceptance: str
    accepted: str
    signature_fields: tuple[str, ...]
    technical_data: str
    technical_introduction: str
    on_line: str
    on_lines: str
    item_number: str
    other_data: str
    open_choices: str
    more_sheets: str
    yes: str
    no: str
    none: str
    reference: str
    page: str
    glyphs_missing: str


ENGLISH = Words(
    quotation="Quotation",
    prepared_for="Prepared for",
    project="Project",
    number="Quotation no.",
    revision="Revision",
    issued="Date",
    valid_until="Valid until",
    currency="Currency",
    contact="Your contact",
    introduction=(
        "Thank you for your interest in our products. We are pleased to offer you the following, under the "
        "terms stated in this document. The technical data of what we offer follows at its end."
    ),
    offer="Our offer",
    all_amounts="All amounts in {currency}, before taxes",
    columns=("Line", "Product", "Qty", "Unit list", "Disc.", "Unit net", "Net amount"),
    no_lines="This quotation has no lines yet.",
    list_total="Total at list prices",
    discount_total="Your discount",
    net_total="Net total",
    taxes="Prices do not include value added tax, sales tax, duties or other charges of that kind.",
    terms="Terms",
    acceptance="Acceptance",
    accepted=(
        "We accept quotation {number}, revision {revision}, dated {issued}, with a net total of {total}, "
        "and order what it describes under its terms."
    ),
    signature_fields=("Place and date", "Company", "Name and position", "Signature"),
    technical_data="Technical data",
    technical_introduction="Each configuration is described once, with the lines that it applies to.",
    on_line="Line {lines}",
    on_lines="Lines {lines}",
    item_number="Item number {number}",
    other_data="Further data",
    open_choices="Some choices of this configuration are still open; its price covers what is decided.",
    more_sheets="{count} further configurations are not described here. We send their data on request.",
    yes="Yes",
    no="No",
    none="None",
    reference="Ref. {quote} · Catalog {release}",
    page="Page {page} of {pages}",
    glyphs_missing=(
        "The sign {mark} stands for a character that the fonts of this document cannot show. "
        "The record in the system holds the original text."
    ),
)

LANGUAGES: Mapping[str, Words] = MappingProxyType({"en": ENGLISH})


def spoken(language: str) -> str:
    """The language that a document in ``language`` is printed in: words and figures always agree."""
    return language if language in LANGUAGES else "en"
