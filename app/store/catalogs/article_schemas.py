"""The written form of ``articles.yaml`` and of the rows of ``articles.csv``."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from marshmallow import ValidationError, fields, validates_schema

from app.store.catalogs.assembly_schemas import LONGEST_NUMBER
from app.store.catalogs.fields import Amounts, Name, Number, Text, Whole
from app.store.catalogs.schemas import Written
from app.store.catalogs.strict import Strict, many

SOURCES = ("purchase", "made", "stock")


class ArticleSchema(Strict):
    number = Text(longest=LONGEST_NUMBER, required=True)
    name = Text(longest=120, required=True)
    unit = Text(longest=20, load_default="pcs")
    source = Text(load_default="purchase")
    costs = Amounts(load_default=dict)
    lead_time_days = Whole(load_default=0)
    stock_lengths = fields.List(Number(), load_default=list)
    kerf = Number(load_default=Decimal(0))

    @validates_schema
    def come_from_somewhere(self, data: Mapping[str, Any], **_: Any) -> None:
        if data["source"] not in SOURCES:
            raise ValidationError(f"is one of {', '.join(SOURCES)}", "source")


class WorkCentreSchema(Strict):
    key = Name(required=True)
    name = Text(longest=80, required=True)
    rates = Amounts(required=True)


class ArticlesSchema(Written):
    articles = many(ArticleSchema, load_default=list)
    work_centres = many(WorkCentreSchema, load_default=list)


class ArticleRowsSchema(Strict):
    articles = many(ArticleSchema)
