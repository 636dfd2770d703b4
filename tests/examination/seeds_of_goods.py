"""Faults of what is sold."""

from pathlib import Path

from tests.examination.seeded import breaks, product_of
from tests.examination.soundly import BOOK, Sound


@breaks("price_book_there")
def _another_book(sound: Sound, _folder: Path) -> None:
    sound.stored(price_book="Network equipments")


@breaks("price_book_there")
def _book_asleep(sound: Sound, _folder: Path) -> None:
    sound.sandbox.change("Pricebook2", _book(sound), IsActive=False)


@breaks("price_book_there", "warning")
def _two_books(sound: Sound, _folder: Path) -> None:
    sound.admin.call("POST", "/sobjects/Pricebook2", json={"Name": BOOK, "IsActive": True})


def _book(sound: Sound) -> str:
    return next(str(one["Id"]) for one in sound.sandbox.records("Pricebook2") if one["Name"] == BOOK)


@breaks("articles_there")
def _another_code(sound: Sound, _folder: Path) -> None:
    sound.sandbox.change("Product2", product_of(sound, "MX900"), ProductCode="MX-900")


@breaks("articles_active")
def _product_asleep(sound: Sound, _folder: Path) -> None:
    sound.sandbox.change("Product2", product_of(sound, "MX900"), IsActive=False)


@breaks("codes_unique", "warning")
def _doubled(sound: Sound, _folder: Path) -> None:
    body = {"Name": "MX900 again", "ProductCode": "MX900", "IsActive": True}
    sound.admin.call("POST", "/sobjects/Product2", json=body)


def _entry(sound: Sound, code: str, currency: str) -> str:
    book = _book(sound)
    return next(
        str(one["Id"])
        for one in sound.sandbox.records("PricebookEntry")
        if (one["ProductCode"], one["CurrencyIsoCode"], one["Pricebook2Id"]) == (code, currency, book)
    )


@breaks("entries_there")
def _no_entry_in_a_currency(sound: Sound, _folder: Path) -> None:
    sound.admin.call("DELETE", f"/sobjects/PricebookEntry/{_entry(sound, 'SC300', 'USD')}")


@breaks("entries_active")
def _entry_asleep(sound: Sound, _folder: Path) -> None:
    sound.sandbox.change("PricebookEntry", _entry(sound, "SC300", "EUR"), IsActive=False)
