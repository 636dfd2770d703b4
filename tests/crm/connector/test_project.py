"""The connector's project is made for one connection, and nothing in it is edited by hand."""

import json
import re

import pytest
from flask import Flask
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.crm.salesforce.approval import SCOPE
from app.crm.salesforce.connector import AppKind, members_of, project_files, source_of
from app.crm.salesforce.connector.project import ConnectorInvalid
from app.crm.salesforce.connector.templates import templates
from app.web.launch import launch
from tests.crm.connector.made import NAMESPACE, parsed, said, source, wish
from tests.thorough import tried

NAMES = st.from_regex(r"[a-z][a-z0-9-]{0,30}", fullmatch=True)
LABELS = st.text(st.characters(codec="utf-8", exclude_characters="{}"), max_size=40)
BOTH = pytest.mark.parametrize("app", list(AppKind))


@BOTH
def test_every_placeholder_is_filled_and_every_file_is_read(app: AppKind) -> None:
    for path, text in project_files(wish(app=app)).items():
        assert "__app__" not in path
        assert b"{{" not in text
        if path.endswith((".xml", ".cmp", ".page", ".design")):
            # Prefixes such as aura: are bound by the org.
            parsed(re.sub(rb"<(/?)(aura|force|apex|design|sfdc):", rb"<\1", text))


def test_values_stand_in_xml_alone() -> None:
    filled = [path for path, text in templates().items() if "{{" in text]
    assert all(path.endswith((".xml", ".cmp", ".page", ".design")) for path in filled)
    # What a page reads as an expression is never what somebody typed.
    pages = [text for path, text in templates().items() if path.endswith((".cmp", ".page"))]
    assert {name for text in pages for name in re.findall(r"\{\{(\w+)\}\}", text)} == {"app"}


@settings(max_examples=tried(60), deadline=None)
@given(NAMES, LABELS)
@example("acme", "R&D <b> \"'> ]]>")
@example("acme", "\uffff")
def test_whatever_a_label_says_the_org_reads_it_as_it_was_written(name: str, label: str) -> None:
    if not label.strip() or not label.isprintable():
        with pytest.raises(ConnectorInvalid):
            source(name, label=label)
        return
    assert said(source(name, label=label), ".eca-meta.xml", "label") == [label]


@settings(max_examples=tried(200), deadline=None)
@given(NAMES, NAMES)
@example("a--b", "a-b")
@example("acme-", "acme")
@example("a" * 31, "a" * 30 + "b")
def test_the_org_takes_every_name_and_takes_no_two_for_one(one: str, other: str) -> None:
    name = wish(one).app_name
    assert re.fullmatch(r"[A-Za-z](_?[A-Za-z0-9])*", name)
    assert len(name) <= 40
    assert (name.lower() == wish(other).app_name.lower()) == (one == other)


@BOTH
def test_the_canvas_address_and_the_callback_are_routes_that_we_serve(app: AppKind) -> None:
    served = Flask(__name__)
    served.register_blueprint(launch)
    routes = served.url_map.bind("quotes.example.com", url_scheme="https")
    made = source(app=app)
    files = {path: text for path, text in made.items() if "App" in path or "ext" in path}
    home = "https://quotes.example.com"
    (canvas,) = {url for text in files.values() for url in re.findall(r"<canvasUrl>(.*)<", text.decode())}
    (back,) = {url for text in files.values() for url in re.findall(r"<callbackUrl>(.*)<", text.decode())}
    assert routes.match(canvas.removeprefix(home), "POST") == ("launch.open_panel", {"connection": "acme"})
    assert routes.match(back.removeprefix(home), "GET")[0] == "launch.approval_answered"


def test_the_app_asks_for_what_the_approval_asks_for_with_pkce_and_for_admins_to_approve() -> None:
    files = source()
    of_ours = {"api": "Api", "id": "Basic"}
    scopes = {of_ours[one] for one in SCOPE.split()}
    assert {
        one.strip() for one in said(files, ".ecaOauth-meta.xml", "commaSeparatedOauthScopes")[0].split(",")
    } == scopes
    assert said(files, ".ecaGlblOauth-meta.xml", "isPkceRequired") == ["true"]
    assert said(files, ".ecaGlblOauth-meta.xml", "isConsumerSecretOptional") == ["false"]
    assert said(files, ".ecaOauthPlcy-meta.xml", "permittedUsersPolicyType") == ["AdminApprovedPreAuthorized"]
    old = source(app=AppKind.CONNECTED)
    assert set(said(old, ".connectedApp-meta.xml", "scopes")) == scopes
    assert said(old, ".connectedApp-meta.xml", "isAdminApproved") == ["true"]


@BOTH
def test_no_file_has_a_place_for_a_key_or_a_secret(app: AppKind) -> None:
    for path, text in project_files(wish(app=app)).items():
        assert not re.search(rb"<consumer(Key|Secret)>|<certificate>|password", text, re.IGNORECASE), path


def test_an_org_has_one_app_for_a_connection_of_the_one_kind_or_the_other() -> None:
    new, old = (set(members_of(source(app=app))) for app in AppKind)
    assert old - new == {"ConnectedApp"}
    assert {kind for kind in new - old if "ExtlClntApp" not in kind} == {"ExternalClientApplication"}


def test_the_parts_of_an_external_client_app_belong_to_it() -> None:
    files = source()
    parts = [text for path, text in files.items() if path.startswith("extlClntApp")]
    assert len(parts) == 5
    assert {parsed(one).findtext(f"{NAMESPACE}externalClientApplication") for one in parts} == {
        "Quotewright_acme"
    }


def test_two_connections_of_one_org_share_fields_and_roles_and_nothing_else() -> None:
    shared = set(source("acme")) & set(source("acme-test"))
    kinds = {path.split("/")[0] for path in shared}
    assert kinds == {"dashboards", "objects", "permissionsets", "reportTypes", "reports"}
    assert all(source("acme")[path] == source("acme-test")[path] for path in shared)


def listed(text: bytes) -> dict[str, list[str]]:
    """The members of a list by their kind; the slash that tells a folder is no part of its name."""
    return {
        one.findtext(f"{NAMESPACE}name") or "": [
            (m.text or "").removesuffix("/") for m in one.findall(f"{NAMESPACE}members")
        ]
        for one in parsed(text).findall(f"{NAMESPACE}types")
    }


@BOTH
def test_the_lists_name_every_component_of_the_project(app: AppKind) -> None:
    files = project_files(wish(app=app))
    members = {kind: list(names) for kind, names in members_of(source_of(files)).items()}
    first, rest = (listed(files[f"uninstall/destructiveChanges{when}.xml"]) for when in ("Pre", ""))
    assert listed(files["manifest/package.xml"]) == {**first, **rest} == members
    # An org does not let go what reports and list views name.
    assert set(first) == {"Dashboard", "ListView", "Report"}
    assert parsed(files["uninstall/package.xml"]).findall(f"{NAMESPACE}types") == []
    project = json.loads(files["sfdx-project.json"])
    assert (project["sourceApiVersion"], project["packageDirectories"][0]["path"]) == ("67.0", "force-app")


def test_the_button_shows_the_canvas_once_it_knows_the_record() -> None:
    files = source()
    (component,) = (text.decode() for path, text in files.items() if path.endswith(".cmp"))
    start, _, end = component.partition("<force:canvasApp")
    assert '<aura:if isTrue="{!not(empty(v.parameters))}">' in start
    assert "</aura:if>" in end
    assert 'developerName="Quotewright_acme"' in end
    assert said(files, ".quickAction-meta.xml", "lightningComponent") == ["Quotewright_acme"]


@pytest.mark.parametrize("label", ["", "  ", "x" * 41, "{!$User.Id}", "two\nlines"])
def test_a_label_that_no_button_can_have_is_refused(label: str) -> None:
    with pytest.raises(ConnectorInvalid):
        source(label=label)


@pytest.mark.parametrize("contact", ["nobody", "a@b@c d", "<x@example.com>"])
def test_a_contact_that_is_no_address_is_refused(contact: str) -> None:
    with pytest.raises(ConnectorInvalid):
        source(contact=contact)
