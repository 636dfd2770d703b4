"""A whole org within the caller's own process: no port, no file, no second process."""

from pathlib import Path

from .day import Day
from .front import org_application
from .listener import Application
from .org import Addresses, Consumer, Login, Org, open_org

ORIGIN = "https://northwind.my.salesforce.com"


def org_in_memory(*, app: str = "http://localhost:8000", number: int = 1, day: Day = Day.INSTALLED) -> Org:
    """A freshly seeded org that ends with the last reference to it.

    `app` is the origin of the frame, `day` the first one of the org. Orgs with different numbers have no id,
    key or host in common.
    """
    end = "" if number == 1 else str(number)
    origin = ORIGIN.replace("northwind", f"northwind{end}")
    addresses = Addresses(origin, origin, origin, app, "")
    consumers = (Consumer("demo", f"IN-PROCESS-KEY{end}", f"IN-PROCESS-SECRET{end}"),)
    login = Login("password", "token")
    return open_org(Path(":memory:"), addresses, consumers, login=login, number=number, day=day)


def application_of(org: Org) -> Application:
    """What answers a request to the org as its listener would, but for the cut connections."""
    return org_application(org, remote=True)
