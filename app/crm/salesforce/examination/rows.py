"""Rows of the org's set-up, checked before they are believed."""

from marshmallow import EXCLUDE, Schema, fields


class _Row(Schema):
    class Meta:
        unknown = EXCLUDE


def _text(key: str) -> fields.Str:
    return fields.Str(data_key=key, load_default="", allow_none=True)


def _flag(key: str) -> fields.Bool:
    return fields.Bool(data_key=key, load_default=False, allow_none=True)


class OrganizationRow(_Row):
    id = fields.Str(data_key="Id", required=True)
    name = _text("Name")
    edition = _text("OrganizationType")
    sandbox = _flag("IsSandbox")


class _ProfileRow(_Row):
    customizes = _flag("PermissionsCustomizeApplication")
    sees_setup = _flag("PermissionsViewSetup")


class AdministratorRow(_Row):
    profile = fields.Nested(_ProfileRow, data_key="Profile", load_default=None, allow_none=True)


class AdministeringRow(_Row):
    id = fields.Str(data_key="Id", required=True)


class _NamedRow(_Row):
    name = _text("Name")


class NamedRow(_NamedRow):
    """A profile, a role, a permission set."""


class ObjectRightsRow(_Row):
    parent = fields.Nested(_NamedRow, data_key="Parent", required=True)
    entity = fields.Str(data_key="SobjectType", required=True)
    create = _flag("PermissionsCreate")
    read = _flag("PermissionsRead")
    edit = _flag("PermissionsEdit")
    delete = _flag("PermissionsDelete")


class FieldRightsRow(_Row):
    parent = fields.Nested(_NamedRow, data_key="Parent", required=True)
    field = fields.Str(data_key="Field", required=True)
    read = _flag("PermissionsRead")
    edit = _flag("PermissionsEdit")


class _ActiveRow(_Row):
    active = _flag("IsActive")


class GivenRow(_Row):
    """How many people have a permission set."""

    name = _text("setName")
    people = fields.Int(required=True)


class BookRow(_Row):
    id = fields.Str(data_key="Id", required=True)
    active = _flag("IsActive")


class ArticleRow(_Row):
    id = fields.Str(data_key="Id", required=True)
    code = fields.Str(data_key="ProductCode", required=True)
    active = _flag("IsActive")


class EntryOfBookRow(_Row):
    code = fields.Str(data_key="ProductCode", required=True)
    currency = _text("CurrencyIsoCode")
    active = _flag("IsActive")
    article = fields.Nested(_ActiveRow, data_key="Product2", load_default=None, allow_none=True)


class AppRow(_Row):
    id = fields.Str(data_key="Id", required=True)
    name = _text("DeveloperName")


class PolicyRow(_Row):
    policy = _text("PermittedUsersPolicyType")


class AccessRow(_Row):
    parent = fields.Nested(_NamedRow, data_key="Parent", required=True)
