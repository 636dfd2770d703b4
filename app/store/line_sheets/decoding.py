"""Bytes to text: by their mark, else UTF-8, else Windows-1252, which spreadsheets write in Western Europe."""

from typing import Final

from app.quoting.line_tables import TableEncoding, where

_MARKS: Final = (
    (b"\xef\xbb\xbf", "utf-8-sig", "UTF-8"),
    (b"\xff\xfe", "utf-16", "UTF-16"),
    (b"\xfe\xff", "utf-16", "UTF-16"),
)


def decoded(file: str, content: bytes) -> tuple[str, tuple[str, ...]]:
    """The text, and how it was read where that is a guess. Raises TableEncoding naming the row."""
    for mark, codec, name in _MARKS:
        if content.startswith(mark):
            return _strictly(file, content, codec, name=name), ()
    if b"\x00" in content:
        raise _unknown(file, content[: content.index(b"\x00")], "holds bytes that are no text")
    try:
        return content.decode("utf-8"), ()
    except UnicodeDecodeError:
        text = _strictly(file, content, "cp1252", name="Windows-1252")
        return text, ("Read as Windows-1252, since it is not UTF-8. Look at names with accents.",)


def _strictly(file: str, content: bytes, codec: str, *, name: str) -> str:
    try:
        return content.decode(codec)
    except UnicodeDecodeError as error:
        raise _unknown(file, content[: error.start], f"is not {name}") from None


def _unknown(file: str, before: bytes, what: str) -> TableEncoding:
    row = before.count(b"\n") + 1
    return TableEncoding(
        f"{file}, row {row}: {what}. Save the file as CSV in UTF-8, or as XLSX.", facts=where(file, row)
    )
