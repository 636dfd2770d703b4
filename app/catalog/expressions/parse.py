"""Source text to tree."""

from functools import cache
from typing import cast

from lark import Lark
from lark.exceptions import UnexpectedCharacters, UnexpectedInput, UnexpectedToken, VisitError

from app.catalog.expressions.build import TreeBuilder
from app.catalog.expressions.grammar import GRAMMAR
from app.catalog.expressions.invalid import ExpressionInvalid
from app.catalog.expressions.names import children
from app.catalog.expressions.tree import Expression
from app.catalog.expressions.words import expected_words, hint

# The longest of rules that imports write, about groups of a thousand; read in a tenth of a second.
MAX_LENGTH = 40_000
MAX_DEPTH = 100


def parse(source: str) -> Expression:
    """The tree of ``source``. Raises ExpressionInvalid, pointing at the first character that does not fit."""
    if len(source) > MAX_LENGTH:
        raise ExpressionInvalid(
            f"the expression has {len(source)} characters, at most {MAX_LENGTH} are read; "
            "split it into several rules or use a table",
            source,
            MAX_LENGTH,
        )
    if not source.strip():
        raise ExpressionInvalid("the expression is empty; write a condition", source, 0)
    return bounded(_tree(source), source)


def _tree(source: str) -> Expression:
    try:
        tree = _parser().parse(source)
    except UnexpectedInput as unexpected:
        raise _pointed(unexpected, source) from None
    except VisitError as failed:
        if isinstance(failed.orig_exc, ExpressionInvalid):
            raise failed.orig_exc from None
        raise
    return tree  # type: ignore[return-value]  # lark says "its own tree"; the transformer makes it ours


def bounded(tree: Expression, source: str) -> Expression:
    waiting: list[tuple[Expression, int]] = [(tree, 1)]
    while waiting:
        node, depth = waiting.pop()
        if depth > MAX_DEPTH:
            raise ExpressionInvalid(
                f"the expression is nested more than {MAX_DEPTH} deep; split it into several rules",
                source,
                node.at,
            )
        waiting.extend((child, depth + 1) for child in children(node))
    return tree


def _pointed(unexpected: UnexpectedInput, source: str) -> ExpressionInvalid:
    if isinstance(unexpected, UnexpectedCharacters):
        # The library declares this attribute as None and sets a number.
        at = cast("int", unexpected.pos_in_stream)
        return ExpressionInvalid(hint(source, at) or f"unexpected character {source[at]!r}", source, at)
    if isinstance(unexpected, UnexpectedToken):
        ends = unexpected.token.type == "$END"
        at = len(source.rstrip()) if ends else unexpected.token.start_pos or 0
        found = "the end" if ends else f'"{unexpected.token}"'
        said = hint(source, at) or f"{expected_words(unexpected.accepts)} expected, not {found}"
        if unexpected.token.type == "NAME" and "TEXT" in unexpected.accepts:
            said = f'write "{unexpected.token}" in quotes; a set holds options or numbers'
        return ExpressionInvalid(said, source, at)
    return ExpressionInvalid("this is not an expression", source, 0)


@cache
def _parser() -> Lark:
    # The basic lexer reads reserved words as such everywhere; a contextual one would accept them as names.
    return Lark(GRAMMAR, parser="lalr", lexer="basic", transformer=TreeBuilder(), maybe_placeholders=False)
