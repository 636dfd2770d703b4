"""A logo from outside, bounded and checked: an SVG that draws by itself, or a PNG wrapped into one.

Both become one SVG text, which the typesetter reads as a picture: it runs nothing and fetches nothing.
"""

import base64
import re
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Final
from xml.parsers import expat

from app.errors import Refused

SVG_LIMIT: Final = 200_000
PNG_LIMIT: Final = 300_000
ELEMENT_LIMIT: Final = 3_000
SIDE_LIMIT: Final = 2_000
_PNG: Final = b"\x89PNG\r\n\x1a\n"
_DRAWN: Final = frozenset(
    {
        *("svg", "g", "defs", "path", "rect", "circle", "ellipse", "line", "polyline"),
        *("polygon", "linearGradient", "radialGradient", "stop", "clipPath", "title", "desc", "metadata"),
    }
)
_ELSEWHERE = re.compile(r"url\((?!\s*['\"]?#)|javascript:|@import|expression\(", re.IGNORECASE)


class LogoInvalid(Refused):
    code: ClassVar[str] = "logo_invalid"


@dataclass(frozen=True, slots=True)
class Logo:
    """``svg`` is safe to draw."""

    svg: str


def logo_of(content: bytes) -> Logo:
    """Raises LogoInvalid for anything but a bounded PNG or an SVG of plain shapes."""
    if content.startswith(_PNG):
        return Logo(_wrapped(content))
    if b"<svg" in content[:4_000]:
        return Logo(_checked(content))
    raise LogoInvalid("A logo is an SVG or a PNG file.")


def _checked(content: bytes) -> str:
    if len(content) > SVG_LIMIT:
        raise LogoInvalid(f"The SVG has {len(content)} bytes, at most {SVG_LIMIT} are taken. Simplify it.")
    try:
        text = content.decode("utf-8-sig")
        _Svg().parse(text)
    except (UnicodeDecodeError, expat.ExpatError) as problem:
        raise LogoInvalid(f"The SVG cannot be read: {problem}.") from None
    return text


class _Svg:
    """Reads an SVG and refuses what could reach beyond it, move, or need a font. ``count``: elements."""

    def __init__(self) -> None:
        self.count = 0

    def parse(self, text: str) -> None:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartDoctypeDeclHandler = self.doctype
        parser.StartElementHandler = self.element
        parser.ProcessingInstructionHandler = self.instruction
        parser.Parse(text.encode(), True)

    def doctype(self, *_: object) -> None:
        raise LogoInvalid("The SVG declares a document type. Save it as plain SVG without one.")

    def instruction(self, *_: object) -> None:
        raise LogoInvalid("The SVG has processing instructions. Save it as plain SVG without them.")

    def element(self, name: str, attributes: dict[str, str]) -> None:
        self.count += 1
        if self.count > ELEMENT_LIMIT:
            raise LogoInvalid(f"The SVG has more than {ELEMENT_LIMIT} elements. Simplify it.")
        space, _, local = name.rpartition(" ")
        if self.count == 1 and (local != "svg" or not space.endswith("/svg")):
            raise LogoInvalid('The file is no SVG: it starts with <svg xmlns="http://www.w3.org/2000/svg">.')
        if space.endswith("/svg") and local not in _DRAWN:
            hint = " Turn text into paths." if local in ("text", "tspan") else ""
            raise LogoInvalid(f"The SVG has <{local}>, which is not taken; shapes are.{hint}")
        for key, value in attributes.items():
            _check_attribute(key.rpartition(" ")[2], value)


def _check_attribute(name: str, value: str) -> None:
    leads_out = name == "href" and not value.startswith("#")
    if name.lower().startswith("on") or leads_out or _ELSEWHERE.search(value):
        raise LogoInvalid(f"The SVG's attribute {name} refers to something outside of it. Remove it.")


def _wrapped(content: bytes) -> str:
    if len(content) > PNG_LIMIT:
        raise LogoInvalid(f"The PNG has {len(content)} bytes, at most {PNG_LIMIT} are taken. Use an SVG.")
    try:
        width, height = _size(content)
    except (struct.error, zlib.error, ValueError):
        raise LogoInvalid("The PNG is broken. Save it again.") from None
    data = base64.b64encode(content).decode()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}"><image width="{width}" height="{height}" '
        f'href="data:image/png;base64,{data}"/></svg>'
    )


def _size(content: bytes) -> tuple[int, int]:
    """Of a PNG whose chunks are whole and whose picture has just the bytes that its size needs at most."""
    chunks = list(_chunks(content))
    if not chunks or chunks[0][0] != b"IHDR" or chunks[-1][0] != b"IEND":
        raise ValueError
    width, height = struct.unpack_from(">II", chunks[0][1])
    if not (0 < width <= SIDE_LIMIT and 0 < height <= SIDE_LIMIT):
        raise LogoInvalid(f"The PNG has {width} × {height} pixels, at most {SIDE_LIMIT} a side are taken.")
    data = b"".join(body for kind, body in chunks if kind == b"IDAT")
    most = height * (8 * width + 2) + 16
    unpacked = zlib.decompressobj()
    if len(unpacked.decompress(data, most)) == most or not unpacked.eof:
        raise ValueError
    return width, height


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(_PNG)
    while at < len(content):
        length, kind = struct.unpack_from(">I4s", content, at)
        body = content[at + 8 : at + 8 + length]
        (checksum,) = struct.unpack_from(">I", content, at + 8 + length)
        if zlib.crc32(kind + body) != checksum:
            raise ValueError
        yield kind, body
        at += 12 + length
