"""What a component says, compared; and answers of an org that cannot be believed."""

import base64
import io
import random
import zipfile
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.crm import CrmSessionExpired, CrmUnavailable
from app.crm.errors import CrmRefused
from app.crm.installation import Component, Likeness
from app.crm.mapping import read_mapping
from app.crm.salesforce.connector import members_of, metadata_files
from app.crm.salesforce.installer import soap
from app.crm.salesforce.installer.pieces import ArchiveUnreadable, digest, likeness, pieces, unpacked
from app.crm.salesforce.installer.retrieving import _files
from app.crm.salesforce.mapped import SHIPPED, shipped_mapping
from tests.crm.connector.made import source

SPACE = "http://soap.sforce.com/2006/04/metadata"
PATH = "permissionsets/X.permissionset"
NAME = Component("PermissionSet", "X")
Tree = tuple[str, str, tuple["Tree", ...]]

leaves = st.tuples(st.sampled_from("abc"), st.sampled_from(["", "1", "2"]), st.just(()))
trees: st.SearchStrategy[Tree] = st.recursive(
    leaves,
    lambda inner: st.tuples(st.sampled_from("abc"), st.just(""), st.lists(inner, max_size=4).map(tuple)),
    max_leaves=12,
)


def written(tree: Tree) -> bytes:
    def text(one: Tree) -> str:
        return f"<{one[0]}>{escape(one[1])}{''.join(map(text, one[2]))}</{one[0]}>"

    return f'<PermissionSet xmlns="{SPACE}">{text(tree)}</PermissionSet>'.encode()


def said(tree: Tree) -> dict[str, object]:
    return pieces({PATH: written(tree)})[NAME]


def shuffled(tree: Tree, turn: random.Random) -> Tree:
    parts = [shuffled(one, turn) for one in tree[2]]
    turn.shuffle(parts)
    return tree[0], tree[1], tuple(parts)


@given(trees, st.randoms(use_true_random=False))
def test_order_says_nothing(tree: Tree, turn: random.Random) -> None:
    other = shuffled(tree, turn)
    assert digest(said(tree)) == digest(said(other))
    assert likeness(said(tree), said(other)) is Likeness.SAYS_OURS


@given(trees, trees)
def test_what_is_the_same_has_the_same_digest_and_nothing_else_has(one: Tree, other: Tree) -> None:
    def normal(tree: Tree) -> object:
        return tree[0], tree[1], sorted((normal(part) for part in tree[2]), key=repr)

    assert (digest(said(one)) == digest(said(other))) is (normal(one) == normal(other))


@given(trees, trees)
def test_whoever_says_more_says_ours_and_not_the_reverse(tree: Tree, more: Tree) -> None:
    richer: Tree = (tree[0], tree[1], (*tree[2], more))
    assert likeness(said(tree), said(richer)) is Likeness.SAYS_OURS
    assert likeness(said(richer), said(tree)) is Likeness.DIFFERS


@pytest.mark.parametrize("mapping", SHIPPED)
def test_what_is_deployed_and_what_is_compared_are_the_same_components(mapping: str) -> None:
    files = source(mapping=read_mapping(shipped_mapping(mapping)))
    every = {Component(kind, name) for kind, names in members_of(files).items() for name in names}
    assert set(pieces(metadata_files(files))) == every


def test_every_component_of_the_connector_is_a_piece_of_its_own() -> None:
    found = pieces(metadata_files(source()))
    every = [name for names in members_of(source()).values() for name in names]
    assert len(found) == len({digest(one) for one in found.values()}) == len(every)
    assert Component("CustomField", "Quote.QW_Key__c") in found
    assert set(found[Component("AuraDefinitionBundle", "Quotewright_acme")]) == {
        f"aura/Quotewright_acme/Quotewright_acme{end}"
        for end in (".cmp", ".cmp-meta.xml", ".design", "Controller.js")
    }


def answer(inner: str) -> bytes:
    return (
        '<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body>'
        + inner
        + "</e:Body></e:Envelope>"
    ).encode()


def fault(code: str) -> bytes:
    words = f"<faultcode>sf:{code}</faultcode><faultstring>{code}: Sorry</faultstring>"
    return answer(f"<e:Fault>{words}</e:Fault>")


@pytest.mark.parametrize(
    ("content", "failure"),
    [
        (b"", CrmUnavailable),
        (b"<html><body>down", CrmUnavailable),
        (b'[{"errorCode": "X"}]', CrmUnavailable),
        (answer("<nothing/>"), CrmUnavailable),
        (b'<!DOCTYPE e [<!ENTITY a "aaaa">]><e>&a;</e>', CrmUnavailable),
        ('<?xml version="1.0" encoding="UTF-16"?><e/>'.encode("utf-16"), CrmUnavailable),
        (fault("INVALID_SESSION_ID"), CrmSessionExpired),
        (fault("SERVER_UNAVAILABLE"), CrmUnavailable),
        (fault("INSUFFICIENT_ACCESS"), CrmRefused),
    ],
)
def test_an_answer_that_is_none_is_a_failure(content: bytes, failure: type[Exception]) -> None:
    with pytest.raises(failure):
        soap.result(content)


@given(st.text(min_size=1))
def test_a_token_stays_within_its_element(token: str) -> None:
    try:
        root = ET.fromstring(soap.envelope(token, ""))  # noqa: S314 - what the product itself made
    except ET.ParseError:
        return  # characters that XML cannot say; such a token is refused before
    found = root.findtext(f".//{{{SPACE}}}sessionId") or ""
    assert found.split() == token.split()


def zipped(*files: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, text in files:
            made.writestr(name, text)
    return out.getvalue()


@pytest.mark.parametrize(
    "data",
    [b"", b"PK", zipped(("a", b"0" * 33 * 1024 * 1024)), zipped(*((f"f{n}", b"") for n in range(5001)))],
)
def test_a_zip_that_is_none_or_has_no_end_is_refused(data: bytes) -> None:
    with pytest.raises(ArchiveUnreadable):
        unpacked(data)
    with pytest.raises(CrmUnavailable):
        _files(base64.b64encode(data).decode())


@given(st.binary(max_size=300))
def test_any_bytes_are_files_or_a_failure(data: bytes) -> None:
    try:
        unpacked(data)
    except ArchiveUnreadable:
        return
