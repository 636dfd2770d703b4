"""Faults of objects, fields and rights."""

from pathlib import Path

from tests.examination.seeded import breaks
from tests.examination.soundly import Sound, connector, package

# Objects and fields


def _profile(sound: Sound, inner: str) -> None:
    text = f'<Profile xmlns="http://soap.sforce.com/2006/04/metadata">{inner}</Profile>'
    sound.admin.deploy(package("Profile", "Admin", "profiles/Admin.profile", text))


@breaks("objects_there")
def _hidden_object(sound: Sound, _folder: Path) -> None:
    _profile(
        sound,
        "<objectPermissions><allowRead>false</allowRead><object>ContentVersion</object></objectPermissions>",
    )


@breaks("fields_there")
def _hidden_field(sound: Sound, _folder: Path) -> None:
    _profile(
        sound,
        "<fieldPermissions><editable>false</editable><field>Opportunity.Amount</field>"
        "<readable>false</readable></fieldPermissions>",
    )


def _field(sound: Sound, entity: str, inner: str) -> None:
    name = inner.partition("<fullName>")[2].partition("</fullName>")[0]
    text = f'<CustomObject xmlns="http://soap.sforce.com/2006/04/metadata"><fields>{inner}</fields></CustomObject>'
    sound.admin.deploy(package("CustomField", f"{entity}.{name}", f"objects/{entity}.object", text))


@breaks("field_types")
def _a_number(sound: Sound, _folder: Path) -> None:
    _field(
        sound,
        "Quote",
        "<fullName>QW_Release__c</fullName><label>Release</label><precision>18</precision><scale>0</scale>"
        "<type>Number</type>",
    )


@breaks("field_lengths")
def _short(sound: Sound, _folder: Path) -> None:
    _field(
        sound,
        "Quote",
        "<fullName>QW_Release__c</fullName><label>Release</label><length>40</length><type>Text</type>",
    )


@breaks("keys_unique")
def _loose_key(sound: Sound, _folder: Path) -> None:
    _field(
        sound,
        "Quote",
        "<fullName>QW_Key__c</fullName><externalId>true</externalId><label>Key</label><length>64</length>"
        "<type>Text</type>",
    )


@breaks("fields_writable")
def _read_only(sound: Sound, _folder: Path) -> None:
    sound.sandbox.fault("read_only_field", object="QuoteLineItem", field="Description")


@breaks("mapping_read")
def _no_mapping(sound: Sound, _folder: Path) -> None:
    sound.stored(mapping="quote: of no object")


@breaks("status_words")
def _without_a_word(sound: Sound, _folder: Path) -> None:
    words = ("Draft", "In Review", "Approved", "Presented", "Accepted")
    values = "".join(f"<standardValue><fullName>{one}</fullName></standardValue>" for one in words)
    text = f'<StandardValueSet xmlns="http://soap.sforce.com/2006/04/metadata">{values}</StandardValueSet>'
    path = "standardValueSets/QuoteStatus.standardValueSet"
    sound.admin.deploy(package("StandardValueSet", "QuoteStatus", path, text))


@breaks("nothing_else_required")
def _required_by_others(sound: Sound, _folder: Path) -> None:
    _field(
        sound,
        "Quote",
        "<fullName>Region__c</fullName><label>Region</label><length>40</length><required>true</required>"
        "<type>Text</type>",
    )


# Rights


def _set(sound: Sound, name: str, before: str, after: str) -> None:
    """The permission set as the connector has it, but for one thing."""
    text = connector()[f"permissionsets/{name}.permissionset-meta.xml"].decode()
    assert before in text
    changed = text.replace(before, after)
    sound.admin.deploy(package("PermissionSet", name, f"permissionsets/{name}.permissionset", changed))


@breaks("sets_there")
def _set_is_gone(sound: Sound, _folder: Path) -> None:
    text = '<Package xmlns="http://soap.sforce.com/2006/04/metadata"><types><members>QW_Rep</members>'
    text += "<name>PermissionSet</name></types></Package>"
    sound.admin.deploy(package("", "", "destructiveChanges.xml", text))


@breaks("object_rights")
def _may_not_delete(sound: Sound, _folder: Path) -> None:
    _set(sound, "QW_Rep", "<allowDelete>true</allowDelete>", "<allowDelete>false</allowDelete>")


@breaks("field_rights")
def _may_not_write_a_field(sound: Sound, _folder: Path) -> None:
    written = "<editable>true</editable>\n        <field>QuoteLineItem.QW_Key__c</field>"
    _set(sound, "QW_Rep", written, written.replace("true", "false"))


@breaks("field_rights")
def _may_not_read_a_field(sound: Sound, _folder: Path) -> None:
    seen = "<field>Account.QW_Customer_Tier__c</field>\n        <readable>true</readable>"
    _set(sound, "QW_Approver", seen, seen.replace("true", "false"))


@breaks("sets_given", "warning")
def _given_to_nobody(sound: Sound, _folder: Path) -> None:
    soql = "SELECT Id FROM PermissionSetAssignment WHERE PermissionSet.Name = 'QW_Rep'"
    for one in sound.admin.query(soql):
        sound.admin.call("DELETE", f"/sobjects/PermissionSetAssignment/{one['Id']}")


@breaks("sets_given", "warning")
def _given_to_one_who_left(sound: Sound, _folder: Path) -> None:
    rep = next(one for one in sound.sandbox.records("User") if one["Alias"] == "rep")
    sound.sandbox.change("User", rep["Id"], IsActive=False)


@breaks("roles_known", "warning")
def _a_role_of_nobody(sound: Sound, _folder: Path) -> None:
    sound.stored(roles={"approver": ("QW_Approver", "Sales Manger")})


@breaks("roles_known", "warning")
def _no_roles(sound: Sound, _folder: Path) -> None:
    sound.stored(roles={})
