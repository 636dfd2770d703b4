"""What a push finds and leaves as it is, and what to do about it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Notice(StrEnum):
    CODE_REPEATED = "code_repeated"
    CODE_ALIKE = "code_alike"
    ARTICLE_INACTIVE = "article_inactive"
    PRICE_INACTIVE = "price_inactive"
    BOOK_INACTIVE = "price_book_inactive"
    CURRENCY_ABSENT = "currency_absent"
    FAMILY_ABSENT = "family_absent"
    PRICE_NONE = "price_none"
    PRICE_DIFFERS = "price_differs"


_IN_FORCE: Final = "With --activate it is put in force."
ADVICE: Final[Mapping[Notice, str]] = {
    Notice.CODE_REPEATED: "Deactivate all but one: a quote would not know which is meant. Nothing is added.",
    Notice.CODE_ALIKE: "Write the code in the same large and small letters in both. Nothing is added.",
    Notice.ARTICLE_INACTIVE: f"It cannot stand on a quote. {_IN_FORCE}",
    Notice.PRICE_INACTIVE: f"Its article cannot stand on a quote in that currency. {_IN_FORCE}",
    Notice.BOOK_INACTIVE: f"No quote can use it. {_IN_FORCE}",
    Notice.CURRENCY_ABSENT: "The CRM does not have it. Add it there if quotes shall be in it.",
    Notice.FAMILY_ABSENT: "The CRM takes only families that it knows; the article gets none.",
    Notice.PRICE_NONE: "The catalog has no list price in it; the entry gets 0. Quotes carry their own.",
    Notice.PRICE_DIFFERS: "Nothing has to be done: quotes carry the catalog's prices.",
}


@dataclass(frozen=True, slots=True)
class Note:
    """``id``: of what would be put in force, if that is what it takes."""

    notice: Notice
    code: str = ""
    words: str = ""
    id: str = ""

    @property
    def advice(self) -> str:
        return ADVICE[self.notice]
