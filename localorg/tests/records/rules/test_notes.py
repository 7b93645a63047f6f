"""Notes, the files they are, and the links that show them."""

import base64
from typing import Any

import pytest

from localorg.errors import ApiError
from localorg.schema import Features
from localorg.tests.records.conftest import Org, encoded

REFUSAL = "Note can't be saved because it contains HTML tags or unescaped characters that are not allowed in a Note."


@pytest.mark.parametrize(
    "body",
    [
        "<p>Plain</p>",
        "<b>bold</b><br>next<br/>line",
        "<ul><li>one</li></ul>",
        "A &amp; B &lt;c&gt; &quot;d&quot; &#39;e&#39; &#x27;",
        '<a href="https://example.com/x?a=1&amp;b=2">link</a>'.replace("&amp;", ""),
        "Grüße — naïve ☂",
        "<P>case</P>",
    ],
)
def test_a_note_takes_what_is_allowed(org: Org, body: str) -> None:
    note = org.get("ContentNote", org.note(body))
    assert base64.b64decode(note["Content"]).decode() == body


@pytest.mark.parametrize(
    "body",
    [
        "<script>x</script>",
        "<h1>Title</h1>",
        "<table></table>",
        "a & b",
        "a < b",
        "b > a",
        "it&apos;s",
        "&copy; us",
        "&nbsp;",
        "<p",
        "bell\x07",
        "<b onclick=x>",
    ],
)
def test_a_note_refuses_everything_else(org: Org, body: str) -> None:
    with pytest.raises(ApiError) as refused:
        org.note(body)
    assert (refused.value.code, refused.value.message) == ("FIELD_INTEGRITY_EXCEPTION", REFUSAL)


def test_bytes_that_are_not_text_are_refused(org: Org) -> None:
    with pytest.raises(ApiError, match="can't be saved"):
        org.insert("ContentNote", Title="T", Content=base64.b64encode(b"\xff\xfe").decode())


def test_content_that_is_not_base64_is_refused(org: Org) -> None:
    with pytest.raises(ApiError, match="JSON_PARSER_ERROR: Cannot deserialize instance of base64"):
        org.insert("ContentNote", Title="T", Content="<p>not encoded</p>")


@pytest.mark.parametrize("values", [{"Content": encoded("x")}, {"Title": "T"}, {"Title": " ", "Content": encoded("x")}])
def test_a_note_needs_a_title_and_a_body(org: Org, values: dict[str, Any]) -> None:
    with pytest.raises(ApiError, match="Required fields are missing"):
        org.insert("ContentNote", **values)


def test_a_title_has_255_characters_at_most(org: Org) -> None:
    assert org.note(title="t" * 255)
    with pytest.raises(ApiError, match="STRING_TOO_LONG"):
        org.note(title="t" * 256)


class TestWithFewerTags:
    @pytest.fixture
    def features(self) -> Features:
        return Features(note_tags=frozenset({"p", "br"}))

    def test_an_org_may_take_fewer_tags(self, org: Org) -> None:
        assert org.note("<p>a<br></p>")
        with pytest.raises(ApiError, match="can't be saved"):
            org.note("<p><b>a</b></p>")


def test_a_note_is_a_document_with_a_version_and_a_link_to_its_owner(org: Org) -> None:
    note = org.note("<p>Hello &amp; <b>welcome</b></p>", title="T")
    document = org.get("ContentDocument", note)
    version = org.query("SELECT ContentDocumentId, IsLatest, VersionNumber, FileType FROM ContentVersion")[0]
    link = org.query(f"SELECT LinkedEntityId, ShareType FROM ContentDocumentLink WHERE ContentDocumentId = '{note}'")[0]
    assert (document["Title"], document["FileType"]) == ("T", "SNOTE")
    assert (version["ContentDocumentId"], version["IsLatest"], version["VersionNumber"]) == (note, True, "1")
    assert (link["LinkedEntityId"], link["ShareType"]) == (org.user, "I")
    assert org.get("ContentNote", note)["TextPreview"] == "Hello & welcome"


def test_new_content_is_a_new_version_and_a_new_title_is_not(org: Org) -> None:
    note = org.note()
    org.update("ContentNote", note, Title="Renamed")
    org.update("ContentNote", note, Content=encoded("<p>second</p>"))
    versions = org.query("SELECT Id, VersionNumber, IsLatest FROM ContentVersion ORDER BY VersionNumber")
    assert [(version["VersionNumber"], version["IsLatest"]) for version in versions] == [("1", False), ("2", True)]
    assert org.get("ContentDocument", note)["LatestPublishedVersionId"] == versions[1]["Id"]
    assert org.get("ContentDocument", note)["Title"] == "Renamed"


@pytest.mark.parametrize("object_name", ["ContentNote", "ContentDocument"])
def test_a_note_and_its_document_vanish_and_return_together(org: Org, object_name: str) -> None:
    deal, note = org.deal(), org.note()
    org.link(note, deal)
    org.delete(object_name, note)
    links = f"SELECT Id FROM ContentDocumentLink WHERE LinkedEntityId = '{deal}'"
    assert org.query("SELECT Id FROM ContentNote") == org.query("SELECT Id FROM ContentDocument") == []
    assert org.query(links) == []
    org.records.undelete(object_name, note, user_id=org.user)
    assert len(org.query("SELECT Id FROM ContentNote")) == len(org.query(links)) == 1


def test_a_second_link_to_the_same_record_is_a_duplicate(org: Org) -> None:
    deal, note = org.deal(), org.note()
    org.link(note, deal)
    with pytest.raises(ApiError) as refused:
        org.link(note, deal)
    assert refused.value.code == "DUPLICATE_VALUE"
    assert refused.value.message == f"Document with ID: {note} is already linked with the entity with ID: {deal}"
    assert refused.value.fields == ["LinkedEntityId"]


def test_a_link_may_be_made_again_after_it_was_deleted(org: Org) -> None:
    deal, note = org.deal(), org.note()
    org.delete("ContentDocumentLink", org.link(note, deal))
    assert org.link(note, deal)


def test_the_owners_link_cannot_be_deleted(org: Org) -> None:
    note = org.note()
    link = org.query(f"SELECT Id FROM ContentDocumentLink WHERE ContentDocumentId = '{note}'")[0]["Id"]
    with pytest.raises(ApiError, match="FIELD_INTEGRITY_EXCEPTION"):
        org.delete("ContentDocumentLink", link)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"ShareType": None}, r"Required fields are missing: \[ShareType\]"),
        ({"ShareType": "C"}, "INSUFFICIENT_ACCESS_OR_READONLY: Invalid sharing type C"),
        ({"Visibility": "InternalUsers"}, "Visibility InternalUsers is not permitted for this linked record"),
        ({"LinkedEntityId": "006Kx0000004C92"}, "INVALID_CROSS_REFERENCE_KEY"),
    ],
)
def test_a_link_that_cannot_be_is_refused(org: Org, values: dict[str, Any], sentence: str) -> None:
    target = values.pop("LinkedEntityId", None) or org.insert("Account", Name="A")
    note = org.note()
    with pytest.raises(ApiError, match=sentence):
        org.link(note, target, **values)


def test_notes_cannot_be_upserted(org: Org) -> None:
    with pytest.raises(ApiError, match="NOT_FOUND"):
        org.records.upsert("ContentNote", "Title", "T", {}, user_id=org.user)


def test_an_uploaded_snote_is_a_note_on_its_record_at_once(org: Org) -> None:
    deal = org.deal()
    values = {"PathOnClient": "Coaching.snote", "VersionData": encoded("<p>x</p>"), "FirstPublishLocationId": deal}
    version = org.get("ContentVersion", org.insert("ContentVersion", **values))
    note = org.get("ContentNote", version["ContentDocumentId"])
    assert (note["Title"], note["LatestPublishedVersionId"]) == ("Coaching", version["Id"])
    assert len(org.query(f"SELECT Id FROM ContentDocumentLink WHERE LinkedEntityId = '{deal}'")) == 1


def somebody_else(org: Org) -> str:
    profile = org.query("SELECT Id FROM Profile")[0]["Id"]
    values = {
        "Username": "bob@acme.example",
        "LastName": "Bob",
        "Email": "bob@acme.example",
        "Alias": "bob",
        "ProfileId": profile,
        "TimeZoneSidKey": "Europe/Berlin",
        "LocaleSidKey": "de_DE",
        "EmailEncodingKey": "UTF-8",
        "LanguageLocaleKey": "de",
    }
    return org.records.insert("User", values, user_id=org.user, as_platform=True)


def test_a_note_says_who_changed_it_last_in_all_the_objects_that_it_is(org: Org) -> None:
    note, rep = org.note(), somebody_else(org)
    org.records.update("ContentNote", note, {"Title": "Mine"}, user_id=rep)
    soql = (
        "SELECT LastModifiedById, LatestPublishedVersion.VersionNumber, LatestPublishedVersion.LastModifiedById, "
        f"LatestPublishedVersion.Title FROM ContentDocument WHERE Id = '{note}'"
    )
    (retitled,) = org.query(soql)
    assert retitled["LastModifiedById"] == retitled["LatestPublishedVersion"]["LastModifiedById"] == rep
    assert (retitled["LatestPublishedVersion"]["VersionNumber"], retitled["LatestPublishedVersion"]["Title"]) == (
        "1",
        "Mine",
    )
    org.update("ContentNote", note, Content=encoded("<p>second</p>"))
    (rewritten,) = org.query(soql)
    assert rewritten["LastModifiedById"] == rewritten["LatestPublishedVersion"]["LastModifiedById"] == org.user


def test_the_recycle_bin_says_who_put_a_note_there(org: Org) -> None:
    note, rep = org.note(), somebody_else(org)
    org.records.delete("ContentDocument", note, user_id=rep)
    soql = f"SELECT IsDeleted, LastModifiedById FROM ContentDocument WHERE Id = '{note}'"
    assert org.query(soql) == []
    (row,) = org.records.query(soql, user_id=org.user, all_rows=True)
    assert (row["IsDeleted"], row["LastModifiedById"]) == (True, rep)
