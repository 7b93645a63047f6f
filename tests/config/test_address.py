"""Every form of address that an admin may paste: taken where it leaves no doubt, else refused with the right one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.config.address import NotAnAddress, is_salesforce, org_address

PRODUCTION = "https://acme.my.salesforce.com"
SANDBOX = "https://acme--uat.sandbox.my.salesforce.com"
DEVELOPER = "https://acme-dev-ed.develop.my.salesforce.com"


@pytest.mark.parametrize(
    ("pasted", "taken"),
    [
        ("https://acme.my.salesforce.com", PRODUCTION),
        ("https://acme.my.salesforce.com/", PRODUCTION),
        ("  https://acme.my.salesforce.com \n", PRODUCTION),
        ('"https://acme.my.salesforce.com"', PRODUCTION),
        ("<https://acme.my.salesforce.com>", PRODUCTION),
        ("http://acme.my.salesforce.com", PRODUCTION),
        ("acme.my.salesforce.com", PRODUCTION),
        ("acme.my.salesforce.com.", PRODUCTION),
        ("acme.my.salesforce.com:443", PRODUCTION),
        ("HTTPS://ACME.MY.SALESFORCE.COM", PRODUCTION),
        ("https://acme.my.salesforce.com/services/oauth2/token", PRODUCTION),
        ("https://acme.my.salesforce.com/home/home.jsp?x=1#top", PRODUCTION),
        ("https://acme.lightning.force.com/lightning/o/Opportunity/list?filterName=Recent", PRODUCTION),
        ("https://acme.lightning.force.com", PRODUCTION),
        ("https://acme.my.salesforce-setup.com/lightning/setup/SetupOneHome/home", PRODUCTION),
        ("https://acme--c.vf.force.com/apex/Page", PRODUCTION),
        ("https://acme--c.visualforce.com", PRODUCTION),
        ("https://acme--c.eu12.visual.force.com/apex/Page", PRODUCTION),
        ("https://acme--npsp.vf.force.com", PRODUCTION),
        ("https://acme--c.documentforce.com", PRODUCTION),
        ("https://acme.file.force.com/sfc/servlet.shepherd", PRODUCTION),
        ("https://acme.eu12.my.salesforce.com", PRODUCTION),
        ("https://acme--uat.sandbox.my.salesforce.com", SANDBOX),
        ("https://acme--uat.sandbox.lightning.force.com/lightning/page/home", SANDBOX),
        ("https://acme--uat.sandbox.my.salesforce-setup.com", SANDBOX),
        ("https://acme--uat--c.sandbox.vf.force.com", SANDBOX),
        ("https://acme--uat.my.salesforce.com", SANDBOX),
        ("https://acme--uat.cs42.my.salesforce.com", SANDBOX),
        ("https://acme--uat.lightning.force.com", SANDBOX),
        ("https://acme-dev-ed.develop.my.salesforce.com", DEVELOPER),
        ("https://acme-dev-ed.develop.lightning.force.com", DEVELOPER),
        ("https://acme.lightning.crmforce.mil", "https://acme.my.salesforce.mil"),
        ("https://acme.lightning.sfcrmapps.cn", "https://acme.my.sfcrmproducts.cn"),
    ],
)
def test_an_address_that_leaves_no_doubt_is_taken(pasted: str, taken: str) -> None:
    assert org_address(pasted) == taken


@pytest.mark.parametrize(
    ("pasted", "said"),
    [
        ("https://login.salesforce.com", "Salesforce's own page for all orgs"),
        ("test.salesforce.com", "Setup → My Domain"),
        ("https://eu12.salesforce.com", "instance"),
        ("https://na139.salesforce.com/001", "instance"),
        ("https://usa2s.sfdc-abc123.salesforce.com", "instance"),
        ("https://cs42.salesforce.com", "instance"),
        ("https://acme.my.site.com/partners", PRODUCTION),
        ("https://acme--uat.sandbox.my.site.com", SANDBOX),
        ("https://acme.my.salesforce-sites.com", PRODUCTION),
        ("https://acme.builder.salesforce-experience.com", PRODUCTION),
        ("https://acme.force.com", PRODUCTION),
        ("https://acme.cloudforce.com", PRODUCTION),
        ("https://acme.salesforce.com", PRODUCTION),
        ("acme", PRODUCTION),
        ("integration@acme.com", "user name"),
        ("https://user:secret@acme.my.salesforce.com", "user name"),
        ("not an address", "not an address"),
        ("", "not an address"),
        ("http://crm.example.com", "https://"),
        ("https://crm.example.com/services", "just https:// and the host"),
    ],
)
def test_an_address_that_does_is_refused_with_the_right_one_named(pasted: str, said: str) -> None:
    with pytest.raises(NotAnAddress, match=said.replace(".", r"\.")) as refused:
        org_address(pasted)

    assert "secret" not in str(refused.value)


@pytest.mark.parametrize(
    "address",
    ["http://127.0.0.1:8081", "http://localhost:1", "https://crm.example.com", "https://crm.example.com:8443"],
)
def test_an_address_of_this_machine_or_of_a_proxy_is_taken_as_it_is(address: str) -> None:
    assert org_address(address + "/") == address
    assert not is_salesforce(address)


@pytest.mark.parametrize(
    "pasted", ["127.0.0.1:8081", "http://127.0.0.1:8081/", "HTTP://127.0.0.1:8081/lightning/o/Opportunity/list?x=1"]
)
def test_a_look_alike_on_this_machine_is_taken_as_an_org_is(pasted: str) -> None:
    assert org_address(pasted) == "http://127.0.0.1:8081"


@given(st.from_regex(r"[a-z][a-z0-9]{0,20}(-[a-z0-9]{1,5})?", fullmatch=True), st.sampled_from(["", "--uat", "--dev1"]))
def test_what_was_taken_is_taken_again_as_it_is(name: str, sandbox: str) -> None:
    taken = org_address(f"https://{name}{sandbox}.lightning.force.com/x")

    assert org_address(taken) == taken
    assert is_salesforce(taken)
