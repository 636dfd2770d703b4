"""Which addresses we talk to, and which origins may frame us. All of them were brought by a browser."""

import re
from collections.abc import Iterable
from functools import lru_cache

_HOST = r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*"
_SECURE = re.compile(rf"https://({_HOST})(?::(\d{{1,5}}))?(/[!-~]*)?", re.IGNORECASE)
_ORIGIN = re.compile(rf"(https?)://({_HOST})(:\d{{1,5}})?", re.IGNORECASE)
_LOCAL = re.compile(r"(http://(?:127\.0\.0\.1|localhost)(?::\d{1,5})?)(?:/|/services/oauth2/authorize)?")
_OWN_DOMAIN = ".my.salesforce.com"
_LIMIT = 255
_LOGIN_HOSTS = ("login.salesforce.com", "test.salesforce.com")
_LOGIN_PATHS = ("", "/", "/services/oauth2/authorize")


def instance_address(url: str | None, *, hosts: tuple[str, ...]) -> str | None:
    """``https://host[:port]`` of an org's API, or None if that is not a place we may send a token to.

    Allowed are Salesforce's own domains for orgs, on the standard port, and the given ``host[:port]``.
    """
    return _instance(url, hosts) if url is not None and len(url) <= _LIMIT else None


# An org's users bring the same few addresses with each launch.
@lru_cache(maxsize=512)
def _instance(url: str, hosts: tuple[str, ...]) -> str | None:
    return _allowed(url, hosts=hosts, paths=("", "/"), more=())


def login_address(url: object, *, hosts: Iterable[str]) -> str | None:
    """``https://host[:port]`` of a login page, if it is one of Salesforce's or of the given hosts."""
    return _allowed(url, hosts=hosts, paths=_LOGIN_PATHS, more=_LOGIN_HOSTS)


def _allowed(
    url: object, *, hosts: Iterable[str], paths: tuple[str, ...], more: tuple[str, ...]
) -> str | None:
    found = _SECURE.fullmatch(url) if isinstance(url, str) and len(url) <= _LIMIT else None
    if found is None or (found[3] or "") not in paths:
        return None
    host = found[1].lower() if found[2] in (None, "443") else f"{found[1].lower()}:{found[2]}"
    named = host in more or host in {own.lower() for own in hosts}
    return f"https://{host}" if named or host.endswith(_OWN_DOMAIN) else None


def local_origin(url: str, *, origins: Iterable[str]) -> str | None:
    """The origin of this machine if it is one of those given, else None."""
    found = _LOCAL.fullmatch(url)
    return found[1] if found and found[1] in origins else None


def allowed_origin(origin: str | None, *, ancestors: tuple[str, ...]) -> str:
    """The origin if one of the ancestors (exact, or with ``*.`` before the host) covers it, else nothing."""
    return _covered(origin, ancestors) if origin is not None and len(origin) <= _LIMIT else ""


@lru_cache(maxsize=512)
def _covered(origin: str, ancestors: tuple[str, ...]) -> str:
    found = _ORIGIN.fullmatch(origin)
    if found is None:
        return ""
    plain = found[0].lower()
    return plain if any(_covers(ancestor.lower(), plain) for ancestor in ancestors) else ""


def _covers(ancestor: str, origin: str) -> bool:
    scheme, star, domain = ancestor.partition("://*.")
    if not star:
        return ancestor == origin
    return origin.startswith(f"{scheme}://") and origin.endswith(f".{domain}")
