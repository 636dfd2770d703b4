"""The fonts of a folder: which characters they show together, and what their families are called."""

import struct
from functools import lru_cache
from pathlib import Path
from typing import Final

from app.documents.glyphs import BUILT_IN, Coverage, code_points, table_of

BUILT_IN_FAMILY: Final = "Libertinus Serif"
"""The typesetter's own, without any folder."""

_FAMILY, _TYPOGRAPHIC_FAMILY = 1, 16

# Shaping takes care of these without a glyph.
_NEED_NO_GLYPH: Coverage = frozenset({0x200C, 0x200D})


def font_files(fonts: Path) -> tuple[Path, ...]:
    """The fonts of a folder, in order of name; none if there is no such folder."""
    return tuple(sorted(file for file in fonts.glob("*") if file.suffix.lower() in {".ttf", ".otf"}))


def coverage_of(fonts: Path) -> Coverage:
    """Code points that the fonts of the folder and the built-in ones show together. Raises ValueError."""
    files = tuple((file, file.stat().st_mtime_ns) for file in font_files(fonts))
    return _of_files(files)


def families_of(fonts: Path) -> tuple[str, ...]:
    """What a brand may be set in, by name. Raises ValueError."""
    return tuple(sorted({BUILT_IN_FAMILY, *(_family(file.read_bytes()) for file in font_files(fonts))}))


@lru_cache(maxsize=4)
def _of_files(files: tuple[tuple[Path, int], ...]) -> Coverage:
    """The times are there for the cache alone."""
    return BUILT_IN.union(_NEED_NO_GLYPH, *(_of_file(file) for file, _ in files))


def _of_file(file: Path) -> Coverage:
    """Raises ValueError for anything but an OpenType font."""
    try:
        return frozenset(code_points(table_of(file.read_bytes(), b"cmap")))
    except struct.error as problem:
        raise ValueError(f"{file.name} is not a sound OpenType font") from problem


def _family(font: bytes) -> str:
    """Source of the layout: OpenType, table ``name``; the texts of Windows are UTF-16."""
    try:
        table = table_of(font, b"name")
        count, storage = struct.unpack_from(">2xHH", table)
        found: dict[int, str] = {}
        for place in range(count):
            platform, _, _, name, length, at = struct.unpack_from(">6H", table, 6 + 12 * place)
            if platform == 3 and name in (_FAMILY, _TYPOGRAPHIC_FAMILY):
                text = table[storage + at : storage + at + length].decode("utf-16-be")
                found.setdefault(name, text)
        return found.get(_TYPOGRAPHIC_FAMILY) or found[_FAMILY]
    except (struct.error, KeyError, UnicodeDecodeError) as problem:
        raise ValueError("a font without a name") from problem
