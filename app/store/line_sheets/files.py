"""Which kind of table a file is, by what it holds rather than by its name."""

from typing import Final

from app.quoting.line_tables import Table, TableMacros, TableTooLarge, TableUnreadable
from app.store.line_sheets.decoding import decoded
from app.store.line_sheets.separated import read_text
from app.store.line_sheets.workbook import read_workbook

MOST_BYTES: Final = 8_000_000
_ZIP: Final = b"PK\x03\x04"
_OLD_OFFICE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MACROS: Final = (".xlsm", ".xltm", ".xlam", ".xlsb")
_SHOWN: Final = 100


def read_file(name: str, content: bytes) -> Table:
    """Raises TableUnreadable and its kinds."""
    file = file_name(name)
    if len(content) > MOST_BYTES:
        raise TableTooLarge(
            f"{file} has more than {MOST_BYTES // 1_000_000} MB. Keep only the rows and columns of lines.",
            facts={"file": file},
        )
    if file.lower().endswith(_MACROS):
        raise TableMacros(
            f"{file} is of a kind that may hold macros, which are never run here. Save it as XLSX.",
            facts={"file": file},
        )
    if content.startswith(_ZIP):
        return read_workbook(file, content)
    if content.startswith(_OLD_OFFICE):
        raise TableUnreadable(
            f"{file} is an old or a locked workbook. Save it as XLSX without a password.",
            facts={"file": file},
        )
    text, note = decoded(file, content)
    return read_text(text, file=file, notes=note)


def file_name(name: str) -> str:
    """The last part of it, short and readable."""
    last = name.replace("\\", "/").rpartition("/")[2]
    shown = "".join(one for one in last if one.isprintable())[:_SHOWN]
    return shown or "the file"
