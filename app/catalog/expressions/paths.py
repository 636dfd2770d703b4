"""Paths of attributes as they are written (``radios[2].band``) and as they are kept (``radios.2.band``)."""

import re

_ROW_WRITTEN = re.compile(r"\[0*([0-9]+)\]")
_ROW_KEPT = re.compile(r"\.([0-9]+)(?=\.|$)")


def kept(written: str) -> str:
    """``radios[2].band`` -> ``radios.2.band``."""
    return _ROW_WRITTEN.sub(r".\1", written)


def written(path: str) -> str:
    """``radios.2.band`` -> ``radios[2].band``."""
    return _ROW_KEPT.sub(r"[\1]", path)
