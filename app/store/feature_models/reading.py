"""UVL text to a feature model. Bounded in size and depth; every refusal names its line."""

import re
from functools import cache
from typing import ClassVar, Final

from lark import Lark
from lark.exceptions import UnexpectedCharacters, UnexpectedInput, UnexpectedToken, VisitError
from lark.indenter import DedentError, Indenter

from app.errors import Refused
from app.store.feature_models.building import ModelBuilder
from app.store.feature_models.grammar import GRAMMAR
from app.store.feature_models.model import FeatureModel

# The largest public models, of 18,000 features, have 3 MB.
MAX_CHARACTERS: Final = 10_000_000
_COMMENT: Final = re.compile(r"\"[^\"\r\n]*\"|'[^'\r\n]*'|//[^\r\n]*|/\*.*?\*/", re.DOTALL)


class FeatureModelInvalid(Refused):
    """A text that is not a feature model in UVL. ``facts["line"]`` is where."""

    code: ClassVar[str] = "feature_model_invalid"


class _Indents(Indenter):
    NL_type = "_NL"
    OPEN_PAREN_types: ClassVar[list[str]] = ["LPAR", "LSQB", "LBRACE"]
    CLOSE_PAREN_types: ClassVar[list[str]] = ["RPAR", "RSQB", "RBRACE"]
    INDENT_type = "_INDENT"
    DEDENT_type = "_DEDENT"
    tab_len = 8


def read_feature_model(text: str, *, said: str = "") -> FeatureModel:
    """``said``: the file, as refusals name it. Raises FeatureModelInvalid, FeatureModelEmpty."""
    if len(text) > MAX_CHARACTERS:
        raise FeatureModelInvalid(
            f"The model has {len(text)} characters; at most {MAX_CHARACTERS} are read. Split it."
        )
    try:
        read = _parser().parse(_COMMENT.sub(_blank, text.rstrip()) + "\n")
    except UnexpectedInput as unexpected:
        raise _pointed(unexpected, said) from None
    except DedentError:
        raise FeatureModelInvalid(
            f"{f'{said}: a' if said else 'A'} line is indented less than the lines before it, "
            "but like none above it. Indent with tabs only."
        ) from None
    except VisitError as failed:
        if isinstance(failed.orig_exc, Refused):
            raise failed.orig_exc from None
        raise
    if not isinstance(read, FeatureModel):
        raise TypeError(read)
    return read


def _blank(found: re.Match[str]) -> str:
    """Comments become nothing, so that a comment's indentation says nothing; lines keep their numbers."""
    text = found.group()
    return text if text[0] in "\"'" else "\n" * text.count("\n")


def _pointed(unexpected: UnexpectedInput, file: str) -> FeatureModelInvalid:
    line = unexpected.line
    if isinstance(unexpected, UnexpectedToken):
        shown = str(unexpected.token).strip()[:40]
        said = (
            f'"{shown}" does not belong here'
            if shown
            else "something is missing at the end of the line before"
        )
    elif isinstance(unexpected, UnexpectedCharacters):
        said = f"unexpected character {unexpected.char!r}"
    else:
        said = "this is not UVL"
    return FeatureModelInvalid(
        f"{f'{file}, line' if file else 'Line'} {line}: {said}. Write UVL as its language level defines it.",
        facts={"line": line},
    )


@cache
def _parser() -> Lark:
    return Lark(
        GRAMMAR, parser="lalr", postlex=_Indents(), transformer=ModelBuilder(), maybe_placeholders=False
    )
