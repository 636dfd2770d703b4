"""CSV as jobs state it: six delimiters, two line ends, `#N/A` for an empty value."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from app.sandbox.failures import ApiError

DELIMITERS: Final = {
    "BACKQUOTE": "`",
    "CARET": "^",
    "COMMA": ",",
    "PIPE": "|",
    "SEMICOLON": ";",
    "TAB": "\t",
}
LINE_ENDS: Final = {"LF": "\n", "CRLF": "\r\n"}
EMPTY: Final = "#N/A"
MOST_ROWS: Final = 10_000
_LONGEST_VALUE: Final = 200_000


class SheetInvalid(Exception):
    """The words are the job's error message."""


def read(text: str, *, delimiter: str) -> tuple[list[str], list[list[str]]]:
    """The names of the columns, and the rows. Raises SheetInvalid."""
    csv.field_size_limit(_LONGEST_VALUE)
    try:
        rows = [
            row for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True) if row
        ]
    except csv.Error as error:
        raise SheetInvalid(f"InvalidBatch : The CSV cannot be read: {str(error)[:100]}") from None
    if not rows:
        raise SheetInvalid("InvalidBatch : Failed to read the header: the upload is empty")
    header, *values = rows
    header = [name.strip().removeprefix("\ufeff") for name in header]
    if len({name.lower() for name in header}) < len(header):
        raise SheetInvalid("InvalidBatch : Duplicate fields: a column is there twice")
    if len(values) > MOST_ROWS:
        raise SheetInvalid(f"InvalidBatch : The sandbox takes at most {MOST_ROWS} rows in a job")
    for n, row in enumerate(values, 1):
        if len(row) != len(header):
            words = f"{len(header)} columns are in the header, {len(row)} in row {n}"
            raise SheetInvalid(f"InvalidBatch : The number of columns differs: {words}")
    return header, values


def written(header: Sequence[str], rows: Iterable[Sequence[Any]], *, delimiter: str, end: str) -> bytes:
    """Every value in quotes, as the vendor has them."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_ALL)
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue().encode()


def form_of(info: Mapping[str, Any]) -> tuple[str, str]:
    """The delimiter and the line end of a job."""
    return DELIMITERS[info["columnDelimiter"]], LINE_ENDS[info["lineEnding"]]


def checked_form(body: Mapping[str, Any]) -> dict[str, str]:
    """Raises ApiError."""
    found = {
        "columnDelimiter": body.get("columnDelimiter", "COMMA"),
        "contentType": body.get("contentType", "CSV"),
        "lineEnding": body.get("lineEnding", "LF"),
    }
    known = {"columnDelimiter": DELIMITERS, "contentType": ("CSV",), "lineEnding": LINE_ENDS}
    for name, values in known.items():
        if found[name] not in values:
            words = f"{name} is one of {', '.join(sorted(values))}"
            raise ApiError(400, "INVALIDJOB", f"InvalidJob : {words}")
    return found
