"""Which pages are an org's own, as far as the address of its API tells."""

import pytest

from app.crm.salesforce.own_pages import own_frames, own_hosts


@pytest.mark.parametrize(
    ("address", "lightning", "visualforce"),
    [
        ("https://acme.my.salesforce.com", "acme.lightning.force.com", "acme--c.vf.force.com"),
        ("https://ACME.my.salesforce.com:443", "acme.lightning.force.com", "acme--c.vf.force.com"),
        (
            "https://acme--uat.sandbox.my.salesforce.com",
            "acme--uat.sandbox.lightning.force.com",
            "acme--uat--c.sandbox.vf.force.com",
        ),
        (
            "https://orgfarm-1.develop.my.salesforce.com",
            "orgfarm-1.develop.lightning.force.com",
            "orgfarm-1--c.develop.vf.force.com",
        ),
    ],
)
def test_pages_of_an_org_are_those_of_its_own_domain_and_of_no_other_org(
    address: str, lightning: str, visualforce: str
) -> None:
    frames = own_frames(address)
    assert {f"https://{lightning}", f"https://{visualforce}"} <= set(frames)
    assert not any("*" in one for one in frames)
    assert own_hosts(address) == ()


@pytest.mark.parametrize(
    "address",
    [
        "https://127.0.0.1:8443",
        "https://crm.example.com",
        "https://acme.my.salesforce.com.evil.example",
        "https://evil.my.salesforce.com.example",
        "https://my.salesforce.com",
    ],
)
def test_another_host_stands_for_itself_alone(address: str) -> None:
    assert own_frames(address) == (address,)
    assert own_hosts(address) == (address.removeprefix("https://"),)


def test_another_port_of_the_vendor_has_to_be_named() -> None:
    assert own_hosts("https://acme.my.salesforce.com:8443") == ("acme.my.salesforce.com:8443",)
