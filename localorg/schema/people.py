"""The organisation and its people: users, roles, and which users are frozen."""

from localorg.schema.fields import (
    CURRENCY_CODE,
    choice,
    computed,
    email,
    flag,
    integer,
    long_text,
    lookup,
    moment,
    phone,
    record_fields,
    text,
)
from localorg.schema.types import ObjectType

_LOCALES = (
    *("en_US", "en_GB", "en_CA", "en_AU", "en_IE", "de_DE", "de_AT", "de_CH", "fr_FR", "fr_CA", "fr_CH", "it_IT"),
    *("es_ES", "es_MX", "pt_PT", "pt_BR", "nl_NL", "sv_SE", "da_DK", "no_NO", "fi_FI", "pl_PL", "cs_CZ", "hu_HU"),
    *("tr_TR", "el_GR", "ro_RO", "uk_UA", "ru_RU", "iw_IL", "ar_SA", "th_TH", "vi_VN", "in_ID", "ja_JP", "ko_KR"),
    *("zh_CN", "zh_TW"),
)
_TIME_ZONES = (
    "GMT",
    "America/Los_Angeles",
    "America/New_York",
    "Europe/London",
    "Europe/Berlin",
    "Europe/Zurich",
    "Asia/Tokyo",
)
_LANGUAGES = (
    *("en_US", "de", "es", "fr", "it", "ja", "sv", "ko", "zh_TW", "zh_CN", "pt_BR", "nl_NL", "da", "th", "fi", "ru"),
    *("es_MX", "no", "ar", "bg", "hr", "cs", "en_GB", "el", "iw", "hu", "in", "pl", "pt_PT", "ro", "sk", "sl", "tr"),
    *("uk", "vi", "de_AT", "de_CH", "en_AU", "en_CA", "fr_BE", "fr_CA", "fr_CH", "es_AR", "it_CH", "nl_BE"),
)
"""All fully supported languages, all end-user languages, and some platform-only languages:
https://help.salesforce.com/s/articleView?id=xcloud.faq_getstart_what_languages_does.htm"""

ORGANIZATION = ObjectType(
    name="Organization",
    label="Organization",
    label_plural="Organizations",
    key_prefix="00D",
    createable=False,
    deletable=False,
    upsertable=False,
    recycled=False,
    fields=record_fields(
        "Organization",
        text("Name", "Name", 80, nillable=False, name_field=True),
        text("Division", "Division", 80),
        text("Street", "Street"),
        text("City", "City", 40),
        text("State", "State/Province", 80),
        text("PostalCode", "Zip/Postal Code", 20),
        text("Country", "Country", 80),
        phone("Phone", "Phone"),
        text("PrimaryContact", "Primary Contact", 80),
        choice("DefaultLocaleSidKey", "Locale", _LOCALES, restricted=True, default="en_US"),
        choice("TimeZoneSidKey", "Time Zone", _TIME_ZONES, default="GMT"),
        choice("LanguageLocaleKey", "Language", _LANGUAGES, restricted=True, default="en_US"),
        integer("FiscalYearStartMonth", "Fiscal Year Starts In", default=1),
        computed(flag("UsesStartDateAsFiscalYearName", "Fiscal Year Name by Start")),
        computed(text("OrganizationType", "Edition", 40)),
        computed(text("NamespacePrefix", "Namespace Prefix", 15)),
        computed(text("InstanceName", "Instance Name", 5)),
        computed(flag("IsSandbox", "Is Sandbox")),
        computed(
            choice("DefaultOpportunityAccess", "Default Opportunity Access", ("None", "Read", "Edit"), default="Edit")
        ),
        computed(choice("DefaultAccountAccess", "Default Account Access", ("None", "Read", "Edit"), default="Edit")),
        computed(moment("TrialExpirationDate", "Trial Expiration Date")),
        deleted=False,
    ),
)

USER_ROLE = ObjectType(
    name="UserRole",
    label="Role",
    label_plural="Roles",
    key_prefix="00E",
    upsertable=False,
    recycled=False,
    fields=record_fields(
        "Role",
        text("Name", "Name", 80, nillable=False, name_field=True),
        text("DeveloperName", "Developer Name", 80),
        lookup("ParentRoleId", "Parent Role ID", "UserRole", relationship_name=None),
        text("RollupDescription", "Description", 80),
        lookup("ForecastUserId", "User ID", "User", relationship_name=None),
        flag("MayForecastManagerShare", "May Forecast Manager Share"),
        deleted=False,
    ),
)

USER = ObjectType(
    name="User",
    label="User",
    label_plural="Users",
    key_prefix="005",
    deletable=False,
    recycled=False,
    fields=record_fields(
        "User",
        text("Username", "Username", 80, nillable=False, unique=True),
        text("LastName", "Last Name", 80, nillable=False),
        text("FirstName", "First Name", 40),
        computed(text("Name", "Full Name", 121, nillable=False, name_field=True)),
        text("CompanyName", "Company Name", 80),
        text("Division", "Division", 80),
        text("Department", "Department", 80),
        text("Title", "Title", 80),
        text("Street", "Street"),
        text("City", "City", 40),
        text("Country", "Country", 80),
        email("Email", "Email", nillable=False),
        phone("Phone", "Phone"),
        phone("MobilePhone", "Mobile"),
        text("Alias", "Alias", 8, nillable=False),
        text("CommunityNickname", "Nickname", 40),
        flag("IsActive", "Active", default=True),
        choice("TimeZoneSidKey", "Time Zone", _TIME_ZONES, nillable=False),
        choice("LocaleSidKey", "Locale", _LOCALES, nillable=False),
        choice("EmailEncodingKey", "Email Encoding", ("UTF-8", "ISO-8859-1"), nillable=False, restricted=True),
        choice("LanguageLocaleKey", "Language", _LANGUAGES, nillable=False, restricted=True),
        lookup("UserRoleId", "Role ID", "UserRole", children="Users"),
        lookup("ProfileId", "Profile ID", "Profile", children="Users", nillable=False),
        computed(
            choice("UserType", "User Type", ("Standard", "PowerPartner", "Guest"), restricted=True, default="Standard")
        ),
        text("EmployeeNumber", "Employee Number", 20),
        lookup("ManagerId", "Manager ID", "User", children="ManagedUsers"),
        computed(moment("LastLoginDate", "Last Login")),
        flag("ForecastEnabled", "Allow Forecasting"),
        text("FederationIdentifier", "SAML Federation ID", 512, unique=True),
        long_text("AboutMe", "About Me", 1000),
        computed(text("SmallPhotoUrl", "Url for small sized Photo", 1024)),
        CURRENCY_CODE,
        choice(
            "DefaultCurrencyIsoCode",
            "Default Currency ISO Code",
            ("USD", "EUR", "GBP", "CHF", "JPY"),
            restricted=True,
            requires="multi_currency",
        ),
        deleted=False,
        viewed=True,
    ),
)

USER_LOGIN = ObjectType(
    name="UserLogin",
    label="User Login",
    label_plural="User Logins",
    key_prefix="0Yw",
    createable=False,
    deletable=False,
    upsertable=False,
    recycled=False,
    fields={
        name: field
        for name, field in record_fields(
            "User Login",
            lookup("UserId", "User ID", "User", nillable=False, updateable=False, relationship_name=None),
            flag("IsFrozen", "Is Frozen"),
            computed(flag("IsPasswordLocked", "Is Password Locked")),
            deleted=False,
        ).items()
        if not name.startswith("Created")
    },
)

PEOPLE = (ORGANIZATION, USER_ROLE, USER, USER_LOGIN)
