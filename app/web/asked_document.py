"""What a request asks of a document: ``?language=de&sections=lines,terms``, or a field a section."""

from typing import Final

from flask import request

from app.actions import Wish, sections_named

_LONGEST: Final = 200


def asked_document() -> Wish:
    """Raises SectionUnknown. A language that is not printed is found out by the verb."""
    language = request.values.get("language", "")[:_LONGEST].strip() or None
    named = request.values.getlist("sections")
    if not named:
        return Wish(language)
    names = (one.strip() for part in named[:20] for one in part[:_LONGEST].split(","))
    return Wish(language, sections_named(one for one in names if one))
