"""Field mappings: from what we know of a quote to the objects and fields of one org, as data.

It holds the words that a mapping may use, formulas over them, and its file. How records are sent is the
vendor's business, and which mapping ships is, too.
"""

from app.crm.mapping.facts import (
    LINE,
    QUOTE,
    TOLD,
    Fact,
    Facts,
    JsonText,
    Kind,
    Reference,
    facts_of,
    line_facts,
)
from app.crm.mapping.formula import Formula, FormulaInvalid, cut
from app.crm.mapping.mapping import (
    OPPORTUNITY,
    FieldMapping,
    Formulas,
    LineRecords,
    OpportunityRecord,
    QuoteRecords,
    Told,
)
from app.crm.mapping.read import LONGEST, MappingInvalid, invalid, read_mapping

__all__ = [
    "LINE",
    "LONGEST",
    "OPPORTUNITY",
    "QUOTE",
    "TOLD",
    "Fact",
    "Facts",
    "FieldMapping",
    "Formula",
    "FormulaInvalid",
    "Formulas",
    "JsonText",
    "Kind",
    "LineRecords",
    "MappingInvalid",
    "OpportunityRecord",
    "QuoteRecords",
    "Reference",
    "Told",
    "cut",
    "facts_of",
    "invalid",
    "line_facts",
    "read_mapping",
]
