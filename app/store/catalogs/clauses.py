"""The terms of a catalog as a list of clauses: each a text, plain or by language, maybe with its regions."""

from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError, fields

from app.catalog import Clause, Terms
from app.store.catalogs.document import Document
from app.store.catalogs.fields import REQUIRED, Text
from app.store.catalogs.problems import Problem
from app.store.catalogs.sentences import Sentence
from app.store.catalogs.strict import LIST, Strict

LONGEST = 2_000
MOST = 200


class RegionalSchema(Strict):
    """A clause for some regions. Without ``text`` it would be one by language."""

    text = Sentence(longest=LONGEST, required=True)
    regions = fields.List(Text(longest=40), required=True, error_messages=LIST)


class ClauseText(fields.Field[Mapping[str, Any]]):
    """``{"texts": by language, "regions": [...]}``; a plain text has the language ""."""

    default_error_messages = REQUIRED

    def _deserialize(self, value: object, attr: str | None, data: object, **_: Any) -> Mapping[str, Any]:
        if isinstance(value, dict) and ("text" in value or "regions" in value):
            found = RegionalSchema().load(value)
            if not found["regions"]:
                raise ValidationError({"regions": ["is empty; name a region, or write the text alone"]})
            return {"texts": found["text"], "regions": tuple(found["regions"])}
        return {"texts": Sentence(longest=LONGEST).deserialize(value), "regions": ()}


class ClauseTexts(fields.List[Any]):
    def __init__(self, **options: Any) -> None:
        super().__init__(ClauseText(), error_messages=LIST, validate=_not_too_many, **options)


def _not_too_many(clauses: list[Any]) -> None:
    if len(clauses) > MOST:
        raise ValidationError(f"has {len(clauses)} clauses, at most {MOST} are printed")


def clauses_of(document: Document, content: Mapping[str, Any], problems: list[Problem]) -> Terms:
    """What is missing in the language of the catalog joins ``problems``."""
    language = content["language"]
    for n, one in enumerate(content["terms"]):
        if "" not in one["texts"] and language not in one["texts"]:
            message = f'the text in the language of the catalog is missing; write {language}: "..."'
            problems.append(document.problem(("terms", n), message))
    return tuple(_clause(one, language) for one in content["terms"])


def _clause(content: Mapping[str, Any], language: str) -> str | Clause:
    texts, regions = content["texts"], content["regions"]
    if "" in texts:
        return Clause(texts[""], {}, regions) if regions else str(texts[""])
    return Clause(texts.get(language, ""), texts, regions)
