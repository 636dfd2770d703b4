"""A mapping as its file has it: YAML, read strictly, every problem with its place."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, ClassVar, Final

import yaml
from marshmallow import RAISE, Schema, ValidationError, fields, validate

from app.crm.mapping.facts import LINE, QUOTE, TOLD
from app.crm.mapping.formula import Formula, FormulaInvalid, formula
from app.crm.mapping.mapping import (
    OPPORTUNITY,
    FieldMapping,
    LineRecords,
    OpportunityRecord,
    QuoteRecords,
    Told,
)
from app.errors import Refused

LONGEST: Final = 100_000
_MOST_FIELDS: Final = 200
_SHOWN: Final = 20
_NAME: Final = r"[A-Za-z][A-Za-z0-9_]{0,79}"
_PATH: Final = rf"({_NAME}\.){{0,2}}{_NAME}"
_OF_QUOTES: Final = frozenset(QUOTE)
_OF_LINES: Final = frozenset(QUOTE) | frozenset(LINE)
# They stand for how records hang together, and are written by themselves.
_NOT_YET: Final = frozenset({"quote.id"})


class MappingInvalid(Refused):
    code: ClassVar[str] = "mapping_invalid"


class _Strict(Schema):
    class Meta:
        unknown = RAISE


def _name(*, missing: str | None = None) -> fields.Str:
    shape = validate.Regexp(
        rf"^({_NAME})?\Z" if missing == "" else rf"^{_NAME}\Z", error="No name of a field."
    )
    return fields.Str(
        validate=shape, **({"required": True} if missing is None else {"load_default": missing})
    )


def _formulas() -> fields.Dict:
    return fields.Dict(
        keys=fields.Str(validate=validate.Regexp(rf"^{_NAME}\Z", error="No name of a field.")),
        values=fields.Raw(),
        load_default=dict,
        validate=validate.Length(max=_MOST_FIELDS),
    )


class _Quote(_Strict):
    object = _name()
    opportunity = _name(missing="")
    key = _name()
    number = _name(missing="")
    line_count = _name(missing="")
    totals = fields.List(_name(), load_default=list, validate=validate.Length(max=10))
    fields_ = _formulas()
    fields_.data_key = "fields"
    told = fields.Dict(
        keys=fields.Str(validate=validate.OneOf([name.removeprefix("quote.") for name in TOLD])),
        values=fields.Raw(),
        load_default=dict,
    )


class _Told(_Strict):
    field = _name()
    words = fields.Dict(
        keys=fields.Str(validate=validate.Length(max=80)),
        values=fields.Str(validate=validate.Length(min=1, max=255)),
        load_default=dict,
    )


class _Lines(_Strict):
    object = _name()
    quote = _name()
    key = _name()
    quantity = _name()
    unit_price = _name()
    fields_ = _formulas()
    fields_.data_key = "fields"


class _Opportunity(_Strict):
    customer_tier = fields.Str(
        load_default="", validate=validate.Regexp(rf"^({_PATH})?\Z", error="No path to a field.")
    )
    follows = _name(missing="")
    amount = _name(missing="")
    fields_ = _formulas()
    fields_.data_key = "fields"


class _Mapping(_Strict):
    mapping = fields.Int(required=True, strict=True, validate=validate.OneOf([1]))
    quote = fields.Nested(_Quote, required=True)
    lines = fields.Nested(_Lines, required=True)
    opportunity = fields.Nested(_Opportunity, load_default=lambda: _Opportunity().load({}))


@lru_cache(maxsize=64)
def read_mapping(text: str) -> FieldMapping:
    """Raises MappingInvalid, naming up to twenty problems."""
    try:
        loaded = _Mapping().load(_loaded(text))
    except ValidationError as error:
        raise invalid(_told_problems(error.messages)) from None
    problems: list[str] = []
    made = _mapping(loaded, problems)
    problems += _of_the_whole(made)
    if problems:
        raise invalid(problems)
    return made


def invalid(problems: list[str]) -> MappingInvalid:
    more = "" if len(problems) <= _SHOWN else f" And {len(problems) - _SHOWN} more."
    return MappingInvalid(
        "The mapping cannot be used. " + " ".join(problems[:_SHOWN]) + more,
        facts={"problems": problems[:_SHOWN]},
    )


def _loaded(text: str) -> Any:
    if len(text) > LONGEST:
        raise MappingInvalid(f"A mapping has at most {LONGEST} characters.")
    try:
        # Aliases can make a small file large.
        if any(isinstance(one, yaml.AliasToken | yaml.AnchorToken) for one in yaml.scan(text)):
            raise MappingInvalid("A mapping has no anchors and no aliases; write it out.")
        return yaml.safe_load(text)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        where = f" in line {mark.line + 1}" if mark else ""
        raise MappingInvalid(f"The mapping is no YAML{where}: {str(error.problem)[:200]}.") from None
    except (yaml.YAMLError, ValueError, RecursionError):
        raise MappingInvalid("The mapping cannot be read: it is no plain YAML.") from None


def _told_problems(messages: Any, place: str = "") -> list[str]:
    if not isinstance(messages, dict):
        words = messages if isinstance(messages, list) else [messages]
        return [f"{place or 'It'}: {word}" for word in words]
    found = []
    for name, inner in messages.items():
        # Of a dictionary marshmallow tells "key" and "value" apart, three levels down; the place says enough.
        is_part = name == "_schema" or (name in ("key", "value") and place.count(".") > 1)
        plain = place if is_part else f"{place}.{name}" if place else str(name)
        found += _told_problems(inner, plain)
    return found


def _mapping(loaded: Mapping[str, Any], problems: list[str]) -> FieldMapping:
    quote, lines, opportunity = loaded["quote"], loaded["lines"], loaded["opportunity"]
    return FieldMapping(
        quote=QuoteRecords(
            **{name: quote[name] for name in ("object", "opportunity", "key", "number", "line_count")},
            totals=tuple(quote["totals"]),
            fields=_read(quote["fields_"], "quote.fields", _OF_QUOTES - _NOT_YET, problems),
            told=_told(quote["told"], problems),
        ),
        lines=LineRecords(
            **{name: lines[name] for name in ("object", "quote", "key", "quantity", "unit_price")},
            fields=_read(lines["fields_"], "lines.fields", _OF_LINES - _NOT_YET, problems),
        ),
        opportunity=OpportunityRecord(
            **{name: opportunity[name] for name in ("customer_tier", "follows", "amount")},
            fields=_read(opportunity["fields_"], "opportunity.fields", _OF_QUOTES, problems),
        ),
    )


def _read(
    given: Mapping[str, Any], place: str, known: frozenset[str], problems: list[str]
) -> dict[str, Formula]:
    found = {}
    for name, text in given.items():
        # A number or yes and no stand for themselves.
        plain = text if isinstance(text, str) else repr(text) if isinstance(text, bool | int) else None
        if plain is None:
            problems.append(f"{place}.{name}: a formula is text, a whole number, true or false.")
            continue
        try:
            found[name] = formula(plain, known=known)
        except FormulaInvalid as error:
            problems.append(f"{place}.{name}: {error.detail}")
    return found


def _told(given: Mapping[str, Any], problems: list[str]) -> dict[str, Told]:
    found = {}
    for name in [one.removeprefix("quote.") for one in TOLD]:
        if name not in given:
            continue
        raw = given[name] if isinstance(given[name], dict) else {"field": given[name]}
        try:
            found[name] = Told(**_Told().load(raw))
        except ValidationError as error:
            problems += _told_problems(error.messages, f"quote.told.{name}")
    return found


def _of_the_whole(made: FieldMapping) -> Iterator[str]:
    quote = made.quote
    if made.one_at_a_time == bool(quote.opportunity):
        yield (
            "quote.opportunity: the lookup to the opportunity has to be named, unless the quote's object is "
            f"{OPPORTUNITY} itself."
        )
    if made.one_at_a_time and made.opportunity.follows:
        yield f"opportunity.follows: an {OPPORTUNITY} that is the quote follows none."
    for place, name in _twice(made):
        yield f"{place}.{name}: the field is written twice. Name it once."
    for name, told in quote.told.items():
        if len(set(told.words.values())) < len(told.words):
            yield f"quote.told.{name}: two of our words have one and the same in the CRM."


def _twice(made: FieldMapping) -> Iterator[tuple[str, str]]:
    quote, lines, opportunity = made.quote, made.lines, made.opportunity
    told = [one.field for one in quote.told.values()]
    together = [*opportunity.fields] if made.one_at_a_time else []
    groups = {
        "quote": [quote.opportunity, quote.key, *quote.fields, *told, *together],
        "lines": [lines.quote, lines.key, *lines.fields],
        "opportunity": [opportunity.follows, *opportunity.fields],
    }
    for place, names in groups.items():
        plain = [name.lower() for name in names if name]
        yield from ((place, name) for name in names if name and plain.count(name.lower()) > 1)
