"""Files: what comes with a ContentVersion or a QuoteDocument, and where it hangs."""

import hashlib
from pathlib import PurePosixPath
from typing import Any

from .database import Row
from .failures import not_found
from .schema import Field
from .work import Work


def keep(work: Work, entity: str, row: Row, blobs: dict[str, bytes]) -> None:
    """Stores the bytes of a new record and makes the records around it."""
    for data in blobs.values():
        work.database.execute("INSERT OR REPLACE INTO _blob VALUES (?, ?)", (row["Id"], data))
    if entity == "ContentVersion":
        _publish(work, row, blobs.get("VersionData", b""))
    elif entity == "QuoteDocument":
        _name_quote_pdf(work, row)


def _publish(work: Work, row: Row, data: bytes) -> None:
    name = PurePosixPath(row.get("PathOnClient") or row.get("Title") or "file").name
    extension = PurePosixPath(name).suffix.lstrip(".")
    facts: Row = {
        "FileExtension": extension,
        "FileType": extension.upper() or "UNKNOWN",
        "ContentSize": len(data),
    }
    title = row.get("Title") or PurePosixPath(name).stem
    document_id = row.get("ContentDocumentId")
    if document_id is None:
        document_id = work.insert(
            "ContentDocument", {"Title": title, **facts, "LatestPublishedVersionId": row["Id"]}
        )
        _link(work, document_id, work.caller.user_id, "I")
        if row.get("FirstPublishLocationId") and row["FirstPublishLocationId"] != work.caller.user_id:
            _link(work, document_id, row["FirstPublishLocationId"], "V")
    work.database.execute(
        'UPDATE "ContentVersion" SET "IsLatest" = 0 WHERE "ContentDocumentId" = ?', (document_id,)
    )
    number = len(work.database.rows("ContentVersion", '"ContentDocumentId" = ?', (document_id,))) or 1
    work.database.update(
        "ContentDocument", document_id, {"Title": title, **facts, "LatestPublishedVersionId": row["Id"]}
    )
    checksum = hashlib.md5(data, usedforsecurity=False).hexdigest()
    work.database.update(
        "ContentVersion",
        row["Id"],
        {
            **facts,
            "Title": title,
            "ContentDocumentId": document_id,
            "IsLatest": 1,
            "VersionNumber": str(number),
            "Checksum": checksum,
        },
    )


def _link(work: Work, document_id: str, record_id: str, share: str) -> None:
    row = {
        "ContentDocumentId": document_id,
        "LinkedEntityId": record_id,
        "ShareType": share,
        "Visibility": "AllUsers",
    }
    work.insert("ContentDocumentLink", row)


def _name_quote_pdf(work: Work, row: Row) -> None:
    quote = work.database.row("Quote", row["QuoteId"]) or {}
    twins = work.database.rows("QuoteDocument", '"QuoteId" = ?', (row["QuoteId"],))
    facts = {"Name": f"{quote.get('QuoteNumber')}_V{len(twins)}.pdf", "GrandTotal": quote.get("GrandTotal")}
    work.database.update("QuoteDocument", row["Id"], facts)


def link(work: Work, entity: str, row: Row, field: Field) -> str:
    """The address of the bytes, which stands in the record instead of them."""
    return f"/services/data/v{work.version}/sobjects/{entity}/{row['Id']}/{field.name}"


def content(work: Work, record_id: str) -> bytes:
    found: list[tuple[Any, ...]] = work.database.select("SELECT data FROM _blob WHERE id = ?", (record_id,))
    if not found:
        raise not_found()
    return bytes(found[0][0])


def attached_to(work: Work, record_id: str) -> list[Row]:
    """The latest versions of the files on a record, oldest first."""
    where = """"IsLatest" = 1 AND "IsDeleted" = 0 AND "ContentDocumentId" IN (SELECT "ContentDocumentId"
    FROM "ContentDocumentLink" WHERE "LinkedEntityId" = ? AND "IsDeleted" = 0) ORDER BY "Id" """
    return work.database.rows("ContentVersion", where, (record_id,))
