"""The parts of a document, as frozen values: every member is text that is ready to be printed."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fact:
    """A label and what stands beside it."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class SellerBlock:
    """``footer`` stands at the foot of each page."""

    name: str
    address: tuple[str, ...]
    contacts: tuple[str, ...]
    footer: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BrandBlock:
    """The look. ``logo`` is an SVG picture, empty for the neutral one; colours are ``#rrggbb``."""

    logo: str
    primary: str
    accent: str
    font: str


@dataclass(frozen=True, slots=True)
class RecipientBlock:
    """``name`` and ``subject`` come from the CRM and may hold anything."""

    heading: str
    name: str
    subject: Fact


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the offer. Amounts carry no currency: the table's heading names it.

    ``remarks`` say for which time it is, or instead of what; ``note`` is somebody's own.
    """

    n: str
    name: str
    code: str
    description: str
    quantity: str
    unit_list: str
    discount: str
    unit_net: str
    net: str
    remarks: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class RowGroup:
    """Rows under one heading, which is empty where nothing is grouped; then there is no subtotal."""

    name: str
    rows: tuple[Row, ...]
    subtotal: Fact | None = None


@dataclass(frozen=True, slots=True)
class LineTable:
    """``note`` says what holds for all of its lines; ``empty`` is printed where there are none."""

    heading: str
    caption: str
    columns: tuple[str, ...]
    groups: tuple[RowGroup, ...]
    note: str = ""
    empty: str = ""

    @property
    def rows(self) -> tuple[Row, ...]:
        return tuple(row for group in self.groups for row in group.rows)


@dataclass(frozen=True, slots=True)
class Totals:
    """``parts`` lead to ``net``, ``split`` says what it consists of; ``note`` what is not included."""

    parts: tuple[Fact, ...]
    net: Fact
    split: tuple[Fact, ...]
    note: str


@dataclass(frozen=True, slots=True)
class StepFacts:
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
    sections: tuple[StepFacts, ...]


@dataclass(frozen=True, slots=True)
class TechnicalData:
    """``note`` stands at the end, where not every configuration could be described."""

    heading: str
    introduction: str
    sheets: tuple[Sheet, ...]
    note: str


@dataclass(frozen=True, slots=True)
class PriceStep:
    """One step of a waterfall: what it is, where it comes from, what it changed, the price then."""

    label: str
    rule: str
    effect: str
    after: str


@dataclass(frozen=True, slots=True)
class LinePrices:
    """How the price of one line is made; ``facts`` are its cost and margin."""

    name: str
    steps: tuple[PriceStep, ...]
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class PriceAppendix:
    """``mark`` says on each page that it is internal. The first of ``lines`` is the whole quote."""

    heading: str
    introduction: str
    mark: str
    columns: tuple[str, ...]
    lines: tuple[LinePrices, ...]


@dataclass(frozen=True, slots=True)
class Clause:
    """``language`` is the one that it is written in."""

    text: str
    language: str


@dataclass(frozen=True, slots=True)
class Clauses:
    heading: str
    clauses: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class Acceptance:
    heading: str
    text: str
    fields: tuple[str, ...]
