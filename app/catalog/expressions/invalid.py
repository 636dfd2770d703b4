"""The refusal of an expression: what is wrong, where, and what to write instead."""

from typing import ClassVar

from app.errors import Refused

_WIDTH = 100


class ExpressionInvalid(Refused):
    """``at`` is the offset of the offending character; ``line`` and ``column`` count from 1."""

    code: ClassVar[str] = "expression_invalid"

    def __init__(self, message: str, source: str, at: int) -> None:
        self.message = message
        self.source = source
        self.at = max(0, min(at, len(source)))
        self.line = source.count("\n", 0, self.at) + 1
        self.column = self.at - (source.rfind("\n", 0, self.at) + 1) + 1
        super().__init__(
            f"line {self.line}, column {self.column}: {message}\n{self.picture}",
            facts={"line": self.line, "column": self.column, "at": self.at, "message": message},
        )

    @property
    def picture(self) -> str:
        """The offending line, cut to a readable width, with a caret under the character."""
        shown = self.source.split("\n")[self.line - 1].replace("\t", " ")
        start = max(0, self.column - 1 - _WIDTH // 2)
        return f"    {shown[start : start + _WIDTH]}\n    {' ' * (self.column - 1 - start)}^"
