"""The brand of a connection: given, shown, taken away. Done on the command line, as connections are."""

from datetime import datetime
from pathlib import Path

from app.actions.connected import connection_named
from app.actor import ConnectionName, UserId
from app.crm import Connection
from app.documents import NEUTRAL, Brand, Logo, Section, check_brand, families_of
from app.store import AuditEntry, BrandContent, Database, Transaction, audit, brands


def set_brand(database: Database, name: str, brand: Brand, *, fonts: Path, at: datetime) -> None:
    """Raises ConnectionMissing, BrandInvalid. What it says is checked; nothing is stored otherwise."""
    check_brand(brand, fonts=families_of(fonts))
    with database.transaction() as tx:
        known = connection_named(tx, name)
        brands.keep(tx, known.name, _content(brand))
        audit.write(tx, _entry(known, "set_brand", at=at))


def show_brand(database: Database, name: str) -> Brand:
    """The neutral one for a connection that was given none. Raises ConnectionMissing."""
    with database.reading() as tx:
        return brand_of(tx, connection_named(tx, name).name)


def remove_brand(database: Database, name: str, *, at: datetime) -> None:
    """Raises ConnectionMissing."""
    with database.transaction() as tx:
        known = connection_named(tx, name)
        brands.forget(tx, known.name)
        audit.write(tx, _entry(known, "remove_brand", at=at))


def brand_of(tx: Transaction, connection: ConnectionName) -> Brand:
    """The one that the connection has now."""
    return brand_kept(tx, brands.digest_of(tx, connection))


def brand_kept(tx: Transaction, digest: str) -> Brand:
    """One that was kept, whoever has it now."""
    content = brands.load(tx, digest)
    return NEUTRAL if content is None else _value(content)


def _content(brand: Brand) -> BrandContent:
    return {
        "name": brand.name,
        "address": list(brand.address),
        "contacts": list(brand.contacts),
        "footer": list(brand.footer),
        "logo": brand.logo.svg if brand.logo else None,
        "primary": brand.primary,
        "accent": brand.accent,
        "font": brand.font,
        "language": brand.language,
        "sections": sorted(brand.sections),
        "letters": dict(brand.letters),
    }


def _value(content: BrandContent) -> Brand:
    logo = content["logo"]
    return Brand(
        name=content["name"],
        address=tuple(content["address"]),
        contacts=tuple(content["contacts"]),
        footer=tuple(content["footer"]),
        logo=None if logo is None else Logo(logo),
        primary=content["primary"],
        accent=content["accent"],
        font=content["font"],
        language=content["language"],
        sections=frozenset(map(Section, content["sections"])),
        letters=content["letters"],
    )


def _entry(connection: Connection, verb: str, *, at: datetime) -> AuditEntry:
    return AuditEntry(
        at=at,
        connection=connection.name,
        org=connection.org,
        user=UserId("command-line"),
        verb=verb,
        subject=connection.name,
        correlation_id="command-line",
        facts={},
    )
