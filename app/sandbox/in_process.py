"""A whole org within the caller's own process: no port, no file, no second process."""

from pathlib import Path

from .front import org_application
from .listener import Application
from .org import Addresses, Consumer, Login, Org, open_org

ORIGIN = "https://northwind.my.salesforce.com"


def org_in_memory(*, app: str = "http://localhost:8000") -> Org:
    """A freshly seeded org that ends with the last reference to it. `app` is the origin of the frame."""
    addresses = Addresses(ORIGIN, ORIGIN, ORIGIN, app, "")
    consumers = (Consumer("demo", "IN-PROCESS-KEY", "IN-PROCESS-SECRET"),)
    return open_org(Path(":memory:"), addresses, consumers, login=Login("password", "token"))


def application_of(org: Org) -> Application:
    """What answers a request to the org as its listener would, but for the cut connections."""
    return org_application(org, remote=True)
