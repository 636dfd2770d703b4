"""Origins of an org's pages, by the address of its API.

Source: the vendor's formats of My Domain host names. A part between name and domain, such as ``sandbox`` or
``develop``, stands in all of them; Visualforce pages carry their namespace behind the name, ours is ``c``.
"""

import re
from typing import Final
from urllib.parse import urlsplit

STANDARD_FRAMES: Final = (
    "https://*.lightning.force.com",
    "https://*.my.salesforce.com",
    "https://*.vf.force.com",
    "https://*.visualforce.com",
    "https://*.visual.force.com",
    "https://*.salesforce-setup.com",
    "https://*.my.site.com",
)
"""For an org whose own hosts are not known: pages of every org."""

_MY_DOMAIN: Final = re.compile(r"([a-z0-9-]{1,63})((?:\.[a-z0-9]{1,20})?)\.my\.salesforce\.com")


def own_frames(address: str) -> tuple[str, ...]:
    """``address``: ``https://host[:port]``. Of a host that is not the vendor's, the host itself."""
    host = (urlsplit(address).hostname or "").lower()
    found = _MY_DOMAIN.fullmatch(host)
    if found is None:
        return (address,)
    name, part = found[1], found[2]
    return (
        f"https://{name}{part}.lightning.force.com",
        f"https://{name}{part}.my.salesforce.com",
        f"https://{name}--c{part}.vf.force.com",
        f"https://{name}{part}.my.salesforce-setup.com",
        f"https://{name}{part}.my.site.com",
    )


def own_hosts(address: str) -> tuple[str, ...]:
    """What a connection has to name beside the vendor's own hosts: nothing for one of those."""
    parts = urlsplit(address)
    return (
        ()
        if _MY_DOMAIN.fullmatch((parts.hostname or "").lower()) and parts.port in (None, 443)
        else (parts.netloc,)
    )
