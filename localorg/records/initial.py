"""The initial content of an org."""

from collections.abc import Iterable, Mapping

from localorg.records.session import Session
from localorg.records.tables import Row
from localorg.schema.permissions import SYSTEM_PERMISSIONS
from localorg.schema.stages import DEFAULT_STAGES, FORECAST_NAMES
from localorg.schema.types import PicklistValue

_LICENCES = ("Salesforce", "Salesforce Integration", "Partner Community")
_PSL = {"DeveloperName": "SalesforceAPIIntegrationPsl", "MasterLabel": "Salesforce API Integration"}
_PEOPLE = ("ApiEnabled", "EnableNotifications", "ViewRoles", "ViewSetup")
_PROFILES: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "System Administrator": ("Salesforce", tuple(SYSTEM_PERMISSIONS.keys() - {"ApiUserOnly"})),
    "Standard User": ("Salesforce", _PEOPLE),
    "Minimum Access - Salesforce": ("Salesforce", ()),
    "Minimum Access - API Only Integrations": ("Salesforce Integration", ("ApiEnabled", "ApiUserOnly")),
    "Partner Community User": ("Partner Community", ("ApiEnabled",)),
}
"""Profile → its licence and system permissions."""
_RATES = {"USD": 1.0, "EUR": 0.92, "GBP": 0.79, "CHF": 0.88, "JPY": 150.0}
_ADMIN: Row = {
    "Username": "admin@localorg.example",
    "LastName": "Admin",
    "FirstName": "Local",
    "Email": "admin@localorg.example",
    "Alias": "admin",
    "IsActive": True,
    "TimeZoneSidKey": "GMT",
    "LocaleSidKey": "en_US",
    "EmailEncodingKey": "UTF-8",
    "LanguageLocaleKey": "en_US",
}


def fill(session: Session) -> str:
    """Fill an empty org; returns the id of its administrator. Sets ``session.user_id`` to that user."""
    admin_id = session.new_id(session.schema.objects["User"])
    session.user_id = admin_id
    organization = {"Name": "Local Org", "OrganizationType": "Enterprise Edition", "InstanceName": "LOCAL"}
    session.insert("Organization", organization)
    profiles = _fill_profiles(session)
    session.insert("User", {**_ADMIN, "ProfileId": profiles[0]}, record_id=admin_id)
    _fill_stages(session)
    if session.schema.features.products:
        session.insert("Pricebook2", {"Name": "Standard Price Book", "IsActive": True, "IsStandard": True})
    if session.schema.features.multi_currency:
        for code, rate in _RATES.items():
            values: Row = {"IsoCode": code, "ConversionRate": rate, "IsCorporate": code == "USD"}
            session.insert("CurrencyType", values)
    return admin_id


def _fill_profiles(session: Session) -> list[str]:
    licences = {
        name: session.insert("UserLicense", {"Name": name, "MasterLabel": name, "TotalLicenses": 50})
        for name in _LICENCES
    }
    session.insert("PermissionSetLicense", {**_PSL, "TotalLicenses": 5, "UsedLicenses": 0})
    found = []
    for name, (licence, allowed) in _PROFILES.items():
        values: Row = {f"Permissions{permission}": True for permission in allowed}
        kind = "PowerPartner" if licence == "Partner Community" else "Standard"
        values |= {"Name": name, "UserLicenseId": licences[licence], "UserType": kind}
        found.append(session.insert("Profile", values))
    return found


def administrator(session: Session) -> tuple[str, str] | None:
    """The ids of the organisation and of its first administrator; None if the file is empty."""
    organizations = session.select("Organization")
    return (str(organizations[0]["Id"]), str(organizations[0]["CreatedById"])) if organizations else None


def follow_stages(session: Session, choices: Iterable[PicklistValue]) -> None:
    """Update the stages from the picklist of StageName: set labels, add new ones, deactivate those that are gone."""
    wanted = {one.value: one for one in choices}
    known = {str(row["ApiName"]): row for row in session.select("OpportunityStage")}
    for place, one in enumerate(wanted.values(), start=1):
        shown: Row = {"MasterLabel": one.label, "IsActive": one.active, "SortOrder": place}
        if one.value in known:
            session.update("OpportunityStage", str(known[one.value]["Id"]), shown)
        else:
            usual: Row = {
                "DefaultProbability": 10.0,
                "ForecastCategory": "Pipeline",
                "ForecastCategoryName": "Pipeline",
            }
            session.insert("OpportunityStage", {"ApiName": one.value, **usual, **shown})
    for name in known.keys() - wanted.keys():
        session.update("OpportunityStage", str(known[name]["Id"]), {"IsActive": False})


def _fill_stages(session: Session) -> None:
    for place, stage in enumerate(DEFAULT_STAGES, start=1):
        values: Row = {
            "MasterLabel": stage.name,
            "ApiName": stage.name,
            "SortOrder": place,
            "IsClosed": stage.closed,
            "IsWon": stage.won,
            "DefaultProbability": stage.probability,
            "ForecastCategory": stage.forecast,
            "ForecastCategoryName": FORECAST_NAMES[stage.forecast],
        }
        session.insert("OpportunityStage", values)
