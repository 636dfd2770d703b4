"""Lines of quotes as tables: pasted text, CSV and XLSX in, sheets out. Their cells are judged elsewhere.

Everything fed in is bounded before it is unpacked; nothing is computed and no formula or macro is believed.
"""

from app.store.line_sheets.files import read_file
from app.store.line_sheets.separated import read_text
from app.store.line_sheets.write import write_lines

__all__ = ["read_file", "read_text", "write_lines"]
