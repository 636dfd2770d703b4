"""What of a CRM's goods did not come into the catalog as it is there: why, and what to do about it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Reason(StrEnum):
    ARTICLE_INACTIVE = "article_inactive"
    CODE_MISSING = "code_missing"
    CODE_UNUSABLE = "code_unusable"
    CODE_REPEATED = "code_repeated"
    FAMILY_NOT_ASKED = "family_not_asked"
    PRICE_MISSING = "price_missing"
    PRICE_INACTIVE = "price_inactive"
    PRICE_UNUSABLE = "price_unusable"
    CURRENCY_UNKNOWN = "currency_unknown"
    CURRENCY_LEFT = "currency_left"
    BOOK_INACTIVE = "book_inactive"
    BOOK_NOT_ASKED = "book_not_asked"
    NAME_CHANGED = "name_changed"
    FAMILY_MISSING = "family_missing"
    PART_NUMBER_LONG = "part_number_long"
    FILE_CHANGED = "file_changed"
    FILE_REMOVED = "file_removed"
    SOLD_ALREADY = "sold_already"
    GONE = "gone"


REMEDIES: Final[Mapping[Reason, str]] = {
    Reason.ARTICLE_INACTIVE: "Nothing, if it is not sold any more; else activate it in the CRM.",
    Reason.CODE_MISSING: "Give it a product code in the CRM: quotes name articles by it.",
    Reason.CODE_UNUSABLE: "Write its code in 1 to 80 printable characters, without spaces at the ends or two "
    "in a row.",
    Reason.CODE_REPEATED: "Give each article a code of its own, or deactivate all but one.",
    Reason.FAMILY_NOT_ASKED: "Name the family with --family to have it, too.",
    Reason.PRICE_MISSING: "Add an active entry in that price book and currency, or import other currencies "
    "with --currency.",
    Reason.PRICE_INACTIVE: "Nothing, if the price does not count any more; else activate the entry.",
    Reason.PRICE_UNUSABLE: "Write an amount of 0 or more, at most 12 digits before the point, 6 after it.",
    Reason.CURRENCY_UNKNOWN: "Correct the currency in the CRM: three capital letters of ISO 4217.",
    Reason.CURRENCY_LEFT: "Price all articles in that currency, or name the currencies with --currency.",
    Reason.BOOK_INACTIVE: "Nothing, if it does not count any more; else activate the price book.",
    Reason.BOOK_NOT_ASKED: "Name the price book with --book to have it, too.",
    Reason.NAME_CHANGED: "Nothing, or shorten the name in the CRM.",
    Reason.FAMILY_MISSING: "Give it a family in the CRM: products are shown by family.",
    Reason.PART_NUMBER_LONG: "Shorten its code to 40 characters if parts lists shall name it.",
    Reason.FILE_CHANGED: "Your file stays. Import into another folder to see what the CRM has now.",
    Reason.FILE_REMOVED: "It stays away. Import into another folder to have its file again.",
    Reason.SOLD_ALREADY: "Nothing: your product sells it. Its list price comes from the CRM.",
    Reason.GONE: "Its file stays, because other files of yours name it. Remove both when you like.",
}


@dataclass(frozen=True, slots=True)
class Left:
    """``code`` and ``name`` are those of the article, price book or file. ``words``: particulars.
    ``count``: how many rows of the CRM it speaks of.
    """

    reason: Reason
    code: str = ""
    name: str = ""
    words: str = ""
    count: int = 1

    @property
    def remedy(self) -> str:
        return REMEDIES[self.reason]
