"""Content made printable with the fonts at hand: what they cannot show is replaced, and readers are told."""

import json
from dataclasses import asdict

from app.documents.content import DocumentContent
from app.documents.glyphs import Coverage
from app.documents.plain_text import UNSHOWABLE


def printable(content: DocumentContent, coverage: Coverage) -> dict[str, object]:
    """The content as plain JSON, with ``notice`` added: empty, or the sentence about replaced characters.

    The mark is U+FFFD where the fonts have it, else a question mark. ``coverage`` includes printable ASCII,
    so that replacing never touches the syntax of JSON.
    """
    text = json.dumps(asdict(content), ensure_ascii=False)
    used = set(text)
    missing = {ord(one) for one in used} - coverage
    mark = UNSHOWABLE if ord(UNSHOWABLE) in coverage else "?"
    shown: dict[str, object] = json.loads(text.translate(dict.fromkeys(missing, mark)))
    marked = missing or UNSHOWABLE in used
    return {**shown, "notice": content.glyphs_missing.format(mark=mark) if marked else ""}
