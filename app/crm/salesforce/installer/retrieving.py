"""What the org holds of some components, as it gives them back."""

import base64
import binascii
import time
from collections.abc import Collection
from typing import Any, Final

from app.crm.installation import Component, StillRunning
from app.crm.salesforce.installer import soap
from app.crm.salesforce.installer.calls import Calls
from app.crm.salesforce.installer.deploying import Pace
from app.crm.salesforce.installer.pieces import ArchiveUnreadable, pieces, unpacked
from app.crm.salesforce.refusals import unavailable

_LONGEST_ZIP: Final = 8 * 1024 * 1024


def retrieved(calls: Calls, wanted: Collection[Component], *, pace: Pace) -> dict[Component, dict[str, Any]]:
    """What each of those that are there says, by its files."""
    if not wanted:
        return {}
    members: dict[str, list[str]] = {}
    for one in sorted(wanted):
        members.setdefault(one.kind, []).append(one.name)
    started = calls.told(soap.result, calls.soap(soap.retrieval(members, calls.version)))
    number = soap.text(started, "id")
    for wait in pace.waits():
        found = calls.told(soap.result, calls.soap(soap.retrieval_status(number)))
        if soap.text(found, "done") == "true":
            held = pieces(_files(soap.text(found, "zipFile")))
            return {component: said for component, said in held.items() if component in set(wanted)}
        time.sleep(wait)
    raise StillRunning("The org does not say what it holds. Run the command again in a moment.")


def _files(text: str) -> dict[str, bytes]:
    try:
        data = base64.b64decode(text, validate=False)
        if not text or len(data) > _LONGEST_ZIP:
            raise ArchiveUnreadable
        return unpacked(data)
    except (binascii.Error, ArchiveUnreadable):
        raise unavailable() from None
