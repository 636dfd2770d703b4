"""The parts of a document, as frozen values: every member is text that is ready to be printed."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fact:
    """A label and what stands beside it."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class SellerBlock:
    name: str
    address: tuple[str, ...]
    contacts: tuple[str, ...]
    registration: str


@dataclass(frozen=True, slots=True)
class RecipientBlock:
    """``name`` and ``subject`` come from the CRM and may hold anything."""

    heading: str
    name: str
    subject: Fact


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the offer. Amounts carry no currency: the table's heading names it."""

    n: str
    name: str
    code: str
    description: str
    quantity: str
    unit_list: str
    discount: str
    unit_net: str
    net: str


@dataclass(frozen=True, slots=True)
class LineTable:
    heading: str
    caption: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    empty: str


@dataclass(frozen=True, slots=True)
class Totals:
    """``parts`` lead to ``net``; ``note`` says what is not included."""

    parts: tuple[Fact, ...]
    net: Fact
    note: str


@dataclass(frozen=True, slots=True)
class Section:
    """The facts of one step of the guided sale."""

    name: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The technical data of one configuration, and the lines that it applies to.

    ``item`` is its item number with its label, where it has one.
    """

    name: str
    code: str
    item: str
    lines: str
    note: str
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class TechnicalData:
    """``note`` stands at the end, where not every configuration could be described."""

    heading: str
    introduction: str
    sheets: tuple[Sheet, ...]
    note: str


@dataclass(frozen=True, slots=True)
class Clauses:
    heading: str
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Acceptance:
    heading: str
    text: str
    fields: tuple[str, ...]
