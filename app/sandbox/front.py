"""The front doors: which listener serves what, and to whom."""

from urllib.parse import urlsplit

from . import api, control, ui
from .listener import Application
from .org import Org
from .wire import Reply, Request, json_reply

_LOOPBACK = ("localhost", "127.0.0.1", "::1")


def _own_host(request: Request, suffixes: tuple[str, ...] = ()) -> bool:
    """A name that an attacker's page could point here (DNS rebinding) is not ours."""
    try:
        host = urlsplit("//" + request.headers.get("host", "")).hostname or ""
    except ValueError:
        return False
    return host in _LOOPBACK or host.endswith(suffixes) if suffixes else host in _LOOPBACK


def _canonical(org: Org, request: Request) -> str:
    """Where a page asked for under another loopback name is: the frame's messages go to one origin only."""
    own = {urlsplit(origin).netloc for origin in (org.addresses.org, org.addresses.tls)}
    if request.method != "GET" or request.headers.get("host") in own:
        return ""
    return f"{org.addresses.org}{request.path}" + (f"?{request.query}" if request.query else "")


def _stranger() -> Reply:
    return json_reply(421, [{"errorCode": "BAD_HOST", "message": "this host name is not served here"}])


def org_application(org: Org, *, remote: bool) -> Application:
    """The org: API below /services and /id, pages everywhere else."""

    def answer(request: Request) -> Reply:
        if not remote and not _own_host(request, (".salesforce.com",)):
            return _stranger()
        if request.path.startswith(("/services/", "/id/")) or request.path == api.DISCOVERY:
            return api.answer(org, request)
        if not remote and (elsewhere := _canonical(org, request)):
            return Reply(302, b"", {"Location": elsewhere})
        return ui.answer(org, request)

    return answer


def control_application(org: Org, *, remote: bool) -> Application:
    def answer(request: Request) -> Reply:
        return control.answer(org, request) if remote or _own_host(request) else _stranger()

    return answer
