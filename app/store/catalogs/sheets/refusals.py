"""What is wrong with a file of a table, and the bounds that it has."""

MAX_ROWS = 100_000
MAX_COLUMNS = 64
MAX_LINES = 300_000
MAX_CELL = 4_000


class SheetInvalid(ValueError):
    """``problems``: (row, column, what is wrong and what to do), rows counted from 1."""

    def __init__(self, *problems: tuple[int, str, str]) -> None:
        super().__init__(problems[0][2])
        self.problems = problems
