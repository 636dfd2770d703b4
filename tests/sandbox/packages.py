"""Packages as an admin would deploy them."""

import io
import zipfile
from collections.abc import Iterable, Mapping

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
SPACE = 'xmlns="http://soap.sforce.com/2006/04/metadata"'


def field(name: str = "Delivery_Week__c", kind: str = "Text", inner: str = "<length>20</length>") -> str:
    label = name.removesuffix("__c").replace("_", " ")
    return f"<fields><fullName>{name}</fullName><label>{label}</label>{inner}<type>{kind}</type></fields>"


def entity(inner: str) -> str:
    return f"{HEAD}<CustomObject {SPACE}>{inner}</CustomObject>"


def custom_object(*fields: str, label: str = "Site") -> str:
    said = (
        f"<deploymentStatus>Deployed</deploymentStatus><label>{label}</label>"
        "<nameField><label>Name</label><type>Text</type></nameField>"
        f"<pluralLabel>{label}s</pluralLabel><sharingModel>ReadWrite</sharingModel>"
    )
    return entity("".join(fields) + said)


def package(members: Mapping[str, Iterable[str]], *, root: str = "Package") -> str:
    types = "".join(
        "<types>" + "".join(f"<members>{name}</members>" for name in names) + f"<name>{kind}</name></types>"
        for kind, names in members.items()
    )
    return f"{HEAD}<{root} {SPACE}>{types}<version>67.0</version></{root}>"


def zipped(members: Mapping[str, Iterable[str]], files: Mapping[str, str | bytes], **more: str) -> bytes:
    """`more`: further files at the top, by their name without `.xml`."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("package.xml", package(members))
        for path, text in files.items():
            made.writestr(path, text)
        for name, text in more.items():
            made.writestr(f"{name}.xml", text)
    return out.getvalue()


def quote_field(**changes: str) -> bytes:
    """The smallest package that changes something."""
    return zipped(
        {"CustomField": ["Quote.Delivery_Week__c"]}, {"objects/Quote.object": entity(field(**changes))}
    )


def unzipped(data: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        return {name: opened.read(name).decode() for name in opened.namelist()}
