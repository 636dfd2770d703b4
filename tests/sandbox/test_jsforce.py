"""jsforce, as its users get it, does everything that they do with an org: over TLS, and by the proxy."""

import base64
import hashlib
import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import pytest

from app.sandbox.proxy import Proxy
from tests.fixtures_sandbox import Sandbox
from tests.sandbox.packages import quote_field
from tests.sandbox.test_soql_corpus import node
from tools.assets import npm

HERE = Path(__file__).parent / "guest" / "jsforce"
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def library() -> Path:
    """Fetched once for a lock file, by the registry's own client."""
    lock = (HERE / "package-lock.json").read_bytes()
    place = ROOT / "var" / "guests" / hashlib.sha256(lock).hexdigest()[:12]
    if not place.exists():
        place.parent.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(dir=place.parent, prefix=".fetching-"))
        for name in ("package.json", "package-lock.json"):
            shutil.copy(HERE / name, fresh)
        command = [*npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
        subprocess.run(command, cwd=fresh, capture_output=True, check=True)
        fresh.rename(place)
    return place / "node_modules" / "jsforce"


@pytest.fixture
def told(sandbox: Sandbox, library: Path) -> dict[str, Any]:
    """What each flow came to."""
    sandbox.reset()
    sandbox.switch(username_password_flow=True, soap_login=True)
    env = sandbox.env()
    user = next(one for one in sandbox.records("User") if one["Alias"] == "rep")
    proxy = Proxy("127.0.0.1", 0, tls_port=int(sandbox.tls.rsplit(":", 1)[1]))
    proxy.start()
    connection = {
        "instanceUrl": sandbox.tls,
        "accessToken": sandbox.token("admin"),
        "username": user["Username"],
        "password": env["QUOTEWRIGHT_SANDBOX_USER_PASSWORD"] + env["QUOTEWRIGHT_SANDBOX_SECURITY_TOKEN"],
        "proxyUrl": f"http://127.0.0.1:{proxy.port}",
    }
    zipped = base64.b64encode(quote_field()).decode()
    command = [node(), str(HERE / "flows.js"), str(library), json.dumps(connection), zipped]
    trusting = {**os.environ, "NODE_EXTRA_CA_CERTS": sandbox.ca}
    reply = subprocess.run(command, capture_output=True, text=True, timeout=120, env=trusting, check=False)
    proxy.stop()
    sandbox.reset()
    assert reply.returncode == 0, reply.stderr
    found: dict[str, Any] = json.loads(reply.stdout)
    return found


def test_every_flow_of_jsforce_comes_to_what_it_should(told: dict[str, Any]) -> None:
    assert told == {
        "rows": [True, [True, False], True, "JS again", True, True],
        "queries": [told["queries"][0], True],
        "descriptions": [True, True, True, "admin@sandbox.example"],
        "bulk": [2, 0, 2],
        "metadata": [True, True, True],
        "refusals": ["INVALID_FIELD", "REQUIRED_FIELD_MISSING", "NOT_FOUND"],
        "login": [True],
    }
    assert told["queries"][0] >= 4
