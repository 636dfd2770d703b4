"""The vendor's own command line, unmodified: an admin signs in, looks, deploys, retrieves and loads rows.

It and the Node that it needs are some 500 MB from the registry, so this is for thorough runs.
"""

import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.cli.org_access import org_access
from app.crm.salesforce.connector import project_files
from app.errors import Misconfigured
from tests.crm.connector.made import wish
from tests.fixtures_sandbox import Sandbox
from tests.sandbox.packages import SPACE
from tests.thorough import THOROUGH
from tools.assets import npm

pytestmark = pytest.mark.skipif(not THOROUGH, reason="QUOTEWRIGHT_TEST_THOROUGH fetches the sf command")

PACKAGES = ("node@22.23.3", "@salesforce/cli@2.146.3")
FIELD = (
    f"<CustomField {SPACE}><fullName>Delivery_Week__c</fullName><label>Delivery Week</label>"
    "<length>20</length><type>Text</type></CustomField>"
)
Run = Callable[..., str]


@pytest.fixture(scope="module")
def sf(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Where the command is, once it was fetched."""
    place = tmp_path_factory.mktemp("sf")
    (place / "package.json").write_text('{"private": true}')
    command = [*npm(), "install", "--no-audit", "--no-fund", *PACKAGES]
    subprocess.run(command, cwd=place, capture_output=True, check=True)
    return str(place / "node_modules" / ".bin")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    fields = folder / "force-app/main/default/objects/Quote/fields"
    fields.mkdir(parents=True)
    (fields / "Delivery_Week__c.field-meta.xml").write_text(FIELD)
    (folder / "rows.csv").write_text("Name\nLoaded\n")
    paths = '{"packageDirectories": [{"path": "force-app", "default": true}], "sourceApiVersion": "67.0"}'
    (folder / "sfdx-project.json").write_text(paths)
    return folder


@pytest.fixture
def own(sandbox: Sandbox, sf: str, tmp_path: Path) -> dict[str, str]:
    """The environment of the command, in which it knows no org yet."""
    sandbox.reset()
    home = tmp_path / "home"
    home.mkdir()
    return {
        "PATH": f"{sf}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(home),
        "NODE_EXTRA_CA_CERTS": sandbox.ca,
        "SF_ACCESS_TOKEN": sandbox.token("admin"),
        "SF_AUTOUPDATE_DISABLE": "true",
        "SF_DISABLE_TELEMETRY": "true",
        "SF_DISABLE_DNS_CHECK": "true",
        "SF_ORG_API_VERSION": "67.0",
        "SF_SKIP_NEW_VERSION_CHECK": "true",
        "SF_USE_GENERIC_UNIX_KEYCHAIN": "true",
    }


@pytest.fixture
def run(sandbox: Sandbox, sf: str, own: dict[str, str], project: Path) -> Iterator[Run]:
    def run(*words: str, **more: str) -> str:
        command, env = [f"{sf}/sf", *words], {**own, **more}
        done = subprocess.run(
            command, cwd=project, env=env, capture_output=True, text=True, timeout=180, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    yield run
    sandbox.reset()


def test_an_admin_does_their_work_with_the_vendors_own_command(
    run: Run, sandbox: Sandbox, project: Path
) -> None:
    run("org", "login", "access-token", "--instance-url", sandbox.tls, "--no-prompt", "--alias", "org")
    here = ("--target-org", "org")
    assert "admin@sandbox.example" in run("org", "display", *here)
    assert "Campus network Graz" in run("data", "query", "--query", "SELECT Name FROM Opportunity", *here)
    source = ("project", "deploy", "start", "--source-dir", "force-app", *here)
    run(*source, "--dry-run")
    assert "Succeeded" in run(*source)
    run(*source, SF_ORG_METADATA_REST_DEPLOY="true")
    file = project / "force-app/main/default/objects/Quote/fields/Delivery_Week__c.field-meta.xml"
    file.write_text("")
    run("project", "retrieve", "start", "--metadata", "CustomField:Quote.Delivery_Week__c", *here)
    assert "<fullName>Delivery_Week__c</fullName>" in file.read_text()
    run("data", "create", "record", "--sobject", "Account", "--values", "Name=Acme", *here)
    run("data", "import", "bulk", "--sobject", "Account", "--file", "rows.csv", "--wait", "2", *here)
    assert {"Acme", "Loaded"} <= {one["Name"] for one in sandbox.records("Account")}


def test_an_admin_deploys_the_connector_and_takes_it_away(run: Run, sandbox: Sandbox, project: Path) -> None:
    for path, text in project_files(wish()).items():
        (project / path).parent.mkdir(parents=True, exist_ok=True)
        (project / path).write_bytes(text)
    run("org", "login", "access-token", "--instance-url", sandbox.tls, "--no-prompt", "--alias", "org")
    here = ("--target-org", "org")
    deploy = ("project", "deploy", "start", *here, "--manifest")
    run(*deploy, "manifest/package.xml", "--dry-run")
    assert "Succeeded" in run(*deploy, "manifest/package.xml")
    run("org", "assign", "permset", "--name", "QW_Rep", "--name", "Quotewright_acme", *here)
    names = {one["Name"] for one in sandbox.records("PermissionSet")}
    assert {"QW_Rep", "Quotewright_acme"} <= names
    first = ("--pre-destructive-changes", "uninstall/destructiveChangesPre.xml")
    gone = ("uninstall/package.xml", *first, "--post-destructive-changes", "uninstall/destructiveChanges.xml")
    assert "Succeeded" in run(*deploy, *gone)
    assert "QW_Rep" not in {one["Name"] for one in sandbox.records("PermissionSet")}


def test_our_commands_take_an_org_that_it_knows(
    run: Run, sandbox: Sandbox, own: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    run("org", "login", "access-token", "--instance-url", sandbox.tls, "--no-prompt", "--alias", "org")
    for name, value in own.items():
        monkeypatch.setenv(name, value)
    access = org_access("org")
    assert (access.instance_url, access.token) == (sandbox.tls, own["SF_ACCESS_TOKEN"])
    with pytest.raises(Misconfigured, match="does not give the org nobody: No authorization information"):
        org_access("nobody")
