"""XML as it is read here, bounded and without a DTD, and as it is written."""

from xml.etree import ElementTree as ET

from .kinds import NAMESPACE

_LONGEST = 4 * 1024 * 1024
_DEEPEST = 64


class BadXml(Exception):
    """`line` and `column` count from 1."""

    def __init__(self, words: str, line: int = 1, column: int = 1) -> None:
        super().__init__(words)
        self.words = words
        self.line = line
        self.column = column


def read(data: bytes) -> ET.Element:
    """Raises BadXml."""
    if len(data) > _LONGEST:
        raise BadXml("the file is too large")
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise BadXml("DOCTYPE is disallowed")
    try:
        root = ET.fromstring(data)  # noqa: S314 (no DTD, bounded)
    except ET.ParseError as error:
        line, column = error.position
        raise BadXml(str(error).partition(":")[0], line, column + 1) from None
    except (ValueError, LookupError, RecursionError) as error:
        raise BadXml(str(error)[:100]) from None
    if _depth(root) > _DEEPEST:
        raise BadXml("the elements are too deeply nested")
    return root


def _depth(root: ET.Element) -> int:
    level, row = 0, [root]
    while row and level <= _DEEPEST:
        level, row = level + 1, [child for one in row for child in one]
    return level


def local(element: ET.Element) -> str:
    """Its name without the namespace."""
    return str(element.tag).rpartition("}")[2]


def is_ours(element: ET.Element) -> bool:
    return str(element.tag).startswith(f"{{{NAMESPACE}}}")


def text(element: ET.Element, name: str) -> str:
    """That of its first child with the name, "" for none."""
    return (element.findtext(f"{{*}}{name}") or "").strip()


def texts(element: ET.Element, name: str) -> list[str]:
    return [(one.text or "").strip() for one in element.findall(f"{{*}}{name}")]


def flag(element: ET.Element, name: str, *, otherwise: bool = False) -> bool:
    said = text(element, name).lower()
    return said == "true" if said else otherwise


def written(root: ET.Element) -> bytes:
    """With the metadata namespace as the one that needs no prefix."""
    ET.register_namespace("", NAMESPACE)
    ET.indent(root, "    ")
    text: str = ET.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'.encode()


def tag(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"
