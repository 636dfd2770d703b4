"""English."""

from app.documents.languages.words import Words

ENGLISH = Words(
    quotation="Quotation",
    prepared_for="Prepared for",
    project="Project",
    number="Quotation no.",
    edition="Revision",
    issued="Date",
    valid_until="Valid until",
    currency="Currency",
    contact="Your contact",
    introduction=(
        "Thank you for your interest in our products. We are pleased to offer you the following, under the "
        "terms stated in this document."
    ),
    offer="Our offer",
    all_amounts="All amounts in {currency}, before taxes",
    columns=("Line", "Product", "Qty", "Unit list", "Disc.", "Unit net", "Net amount"),
    no_lines="This quotation has no lines yet.",
    further_lines="Further items",
    subtotal="Subtotal {group}",
    instead_of="Instead of line {line}",
    runs="{start} to {end}",
    runs_from="From {start}",
    optional="Optional items",
    optional_note="You may add these. They are not part of the total.",
    alternatives="Alternatives",
    alternatives_note=(
        "Each of these can take the place of the line that it names. They are not part of the total."
    ),
    list_total="Total at list prices",
    discount_total="Your discount",
    net_total="Net total",
    one_time="One-time",
    monthly="Recurring, {amount} a month",
    yearly="Recurring, {amount} a year",
    charged_monthly="{amount} a month",
    charged_yearly="{amount} a year",
    whole="The whole quotation",
    taxes="Prices do not include value added tax, sales tax, duties or other charges of that kind.",
    terms="Terms",
    acceptance="Acceptance",
    accepted=(
        "We accept quotation {number} dated {issued}, with a net total of {total}, and order what it "
        "describes "
        "under its terms."
    ),
    accepted_revised=(
        "We accept quotation {number}, revision {edition}, dated {issued}, with a net total of "
        "{total}, and order "
        "what it describes under its terms."
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
    prices="How the prices are made",
    prices_introduction="Each step with what it changed, for the whole line.",
    price_columns=("Step", "Rule", "Change", "Price then"),
    rounding="Rounding",
    cost="Cost",
    margin="Margin",
    not_known="not known",
    internal="Internal: not for the customer",
    draft="Draft",
    reference="Ref. {quote} · Catalog {release}",
    page="Page {page} of {pages}",
    glyphs_missing=(
        "The sign {mark} stands for a character that the fonts of this document cannot show. "
        "The record in the system holds the original text."
    ),
)
