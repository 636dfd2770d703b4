"""Which characters a font can show, read from its own character map.

An archival PDF may not hold a character without a glyph, and the typesetter refuses the whole document then.
So what cannot be shown is replaced before, visibly. Source of the layout: OpenType, table ``cmap``, the
Unicode formats 4 and 12.
"""

import struct
from collections.abc import Iterator
from itertools import chain
from typing import TypeAlias

Coverage: TypeAlias = frozenset[int]

# Hyphen, dashes, single and double quotation marks, dagger, bullet, ellipsis, angle quotes, euro, minus.
_PUNCTUATION = (
    *(0x2010, 0x2013, 0x2014, 0x2018, 0x2019, 0x201A, 0x201C, 0x201D, 0x201E, 0x2020, 0x2022, 0x2026),
    *(0x2039, 0x203A, 0x20AC, 0x2212),
)

# Characters that the typesetter's built-in text font shows (a test renders them all).
BUILT_IN: Coverage = frozenset(
    chain(
        range(0x20, 0x7F), range(0xA0, 0xAD), range(0xAE, 0x180), range(0x391, 0x3A2), range(0x3A3, 0x3AA),
        range(0x3B1, 0x3CA), range(0x410, 0x450), _PUNCTUATION,
    )
)  # fmt: skip


def table_of(font: bytes, tag: bytes) -> bytes:
    """Raises ValueError or struct.error for anything but an OpenType font with that table."""
    (count,) = struct.unpack_from(">H", font, 4)
    for place in range(count):
        name, _, offset, length = struct.unpack_from(">4sLLL", font, 12 + 16 * place)
        if name == tag:
            return font[offset : offset + length]
    raise ValueError(f"a font without a table {tag.decode()}")


def code_points(cmap: bytes) -> Iterator[int]:
    """Raises struct.error for a broken table."""
    (count,) = struct.unpack_from(">H", cmap, 2)
    for place in range(count):
        platform, _, offset = struct.unpack_from(">HHL", cmap, 4 + 8 * place)
        (form,) = struct.unpack_from(">H", cmap, offset)
        if platform in {0, 3} and form == 4:
            yield from _format_4(cmap[offset:])
        elif platform in {0, 3} and form == 12:
            yield from _format_12(cmap[offset:])


def _format_4(part: bytes) -> Iterator[int]:
    """Segments of the Basic Multilingual Plane, each with an offset into an array of glyphs or none."""
    segments = struct.unpack_from(">H", part, 6)[0] // 2
    ends = struct.unpack_from(f">{segments}H", part, 14)
    starts = struct.unpack_from(f">{segments}H", part, 16 + 2 * segments)
    deltas = struct.unpack_from(f">{segments}H", part, 16 + 4 * segments)
    offsets_at = 16 + 6 * segments
    offsets = struct.unpack_from(f">{segments}H", part, offsets_at)
    for place, (start, end, delta, offset) in enumerate(zip(starts, ends, deltas, offsets, strict=True)):
        for code in range(start, min(end, 0xFFFE) + 1):
            glyph = code
            if offset:
                at = offsets_at + 2 * place + offset + 2 * (code - start)
                (glyph,) = struct.unpack_from(">H", part, at)
            if (glyph + delta) & 0xFFFF and (glyph or not offset):
                yield code


def _format_12(part: bytes) -> Iterator[int]:
    (groups,) = struct.unpack_from(">L", part, 12)
    for place in range(groups):
        start, end, glyph = struct.unpack_from(">LLL", part, 16 + 12 * place)
        yield from range(start if glyph else start + 1, min(end, 0x10FFFF) + 1)
