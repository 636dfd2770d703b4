"""How the documents of a connection look."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import click

from app.actions.brands import remove_brand, set_brand, show_brand
from app.documents import Brand, BrandInvalid, Section, logo_of, sections_named
from app.settings import read_settings
from app.wiring import open_database

_FILE: Final = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.argument("connection")
@click.option("--logo", type=_FILE, help="An SVG of plain shapes, or a PNG. At most 62 by 17 mm are used.")
@click.option("--primary", help="Colour of headings and table heads, as #0d3b52: 4.5:1 against its ground.")
@click.option("--accent", help="Colour of marks and remarks, as #12847f: 4.5:1 against white.")
@click.option("--font", help="Family, of those in the folder QUOTEWRIGHT_FONTS.")
@click.option("--name", help="Who offers; else the seller of the catalog.")
@click.option(
    "--address", "address", multiple=True, metavar="TEXT", help="A line of the address; once a line."
)
@click.option(
    "--contact",
    "contacts",
    multiple=True,
    metavar="TEXT",
    help="A way to reach you; once each.",
)
@click.option(
    "--footer", "footer", multiple=True, metavar="TEXT", help="A line at the foot of pages; once a line."
)
@click.option("--language", help="Of documents for which nobody chose one, as de or de-CH; else the user's.")
@click.option("--sections", help=f"Which are there, of {', '.join(Section)}; with commas between them.")
@click.option(
    "--letter", "letters", multiple=True, metavar="LANGUAGE=FILE", help="The cover letter in a language."
)
@click.option("--reset", is_flag=True, help="Take the brand away; documents are neutral again.")
def brand(connection: str, *, reset: bool, **given: Any) -> None:
    """Show or change how the documents of a connection look. What is not named stays as it is."""
    settings = read_settings()
    database, at = open_database(settings), datetime.now(UTC)
    if reset:
        remove_brand(database, connection, at=at)
        click.echo(f"The documents of {connection} are neutral again.")
        return
    known = show_brand(database, connection)
    changed = replace(known, **_changes(known, given))
    if changed != known:
        set_brand(database, connection, changed, fonts=settings.fonts, at=at)
    click.echo(_told(changed))


def _changes(known: Brand, given: dict[str, Any]) -> dict[str, Any]:
    """Raises BrandInvalid, LogoInvalid, SectionUnknown."""
    plain = {key: value for key, value in given.items() if value not in (None, ())}
    if "logo" in plain:
        plain["logo"] = logo_of(plain["logo"].read_bytes())
    if "sections" in plain:
        plain["sections"] = sections_named(one.strip() for one in plain["sections"].split(","))
    if "letters" in plain:
        plain["letters"] = {**known.letters, **dict(_letter(one) for one in plain["letters"])}
    return plain


def _letter(given: str) -> tuple[str, str]:
    language, _, name = given.partition("=")
    try:
        return language, Path(name).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        raise BrandInvalid(f"A cover letter is given as de=letter.txt, a text in UTF-8: {given!r}.") from None


def _told(brand: Brand) -> str:
    nothing = "the catalog's seller"
    rows = {
        "logo": f"{len(brand.logo.svg)} characters of SVG" if brand.logo else "neutral",
        "primary": brand.primary,
        "accent": brand.accent,
        "font": brand.font,
        "name": brand.name or nothing,
        "address": ", ".join(brand.address) or nothing,
        "contact": ", ".join(brand.contacts) or nothing,
        "footer": " / ".join(brand.footer) or nothing,
        "language": brand.language or "the user's",
        "sections": ", ".join(one for one in Section if one in brand.sections),
        "letters": ", ".join(brand.letters) or "none",
    }
    return "\n".join(f"{name:9} {text}" for name, text in rows.items())
