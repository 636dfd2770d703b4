"""The fixed words of a document: what each language has to say."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """Texts with ``{names}`` are filled by ``str.format``, except ``page``, which the template fills.

    ``columns`` are those of the offer, ``price_columns`` those of a waterfall. ``monthly`` and ``yearly`` are
    labels of what recurs, ``charged_monthly`` and ``charged_yearly`` remarks at a line. ``internal`` marks
    what only the seller's own people may read.
    """

    quotation: str
    prepared_for: str
    project: str
    number: str
    edition: str
    issued: str
    valid_until: str
    currency: str
    contact: str
    introduction: str
    offer: str
    all_amounts: str
    columns: tuple[str, str, str, str, str, str, str]
    no_lines: str
    further_lines: str
    subtotal: str
    instead_of: str
    runs: str
    runs_from: str
    optional: str
    optional_note: str
    alternatives: str
    alternatives_note: str
    list_total: str
    discount_total: str
    net_total: str
    one_time: str
    monthly: str
    yearly: str
    charged_monthly: str
    charged_yearly: str
    whole: str
    taxes: str
    terms: str
    acceptance: str
    accepted: str
    accepted_revised: str
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
    prices: str
    prices_introduction: str
    price_columns: tuple[str, str, str, str]
    rounding: str
    cost: str
    margin: str
    not_known: str
    internal: str
    draft: str
    reference: str
    page: str
    glyphs_missing: str
