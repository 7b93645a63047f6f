"""The behaviour of each object beyond storing its fields."""

from collections import defaultdict
from collections.abc import Mapping

from localorg.records.rules.documents import DocumentRules
from localorg.records.rules.line_items import LineItemRules
from localorg.records.rules.links import LinkRules
from localorg.records.rules.notes import NoteRules
from localorg.records.rules.opportunities import OpportunityRules
from localorg.records.rules.people import ContactRoleRules, ContactRules, TaskRules, UserRules
from localorg.records.rules.permissions import AssignmentRules, ObjectPermissionRules, SeatRules
from localorg.records.rules.prices import PricebookEntryRules
from localorg.records.rules.rates import DatedRateRules
from localorg.records.rules.versions import VersionRules
from localorg.records.session import Rules


def all_rules() -> Mapping[str, Rules]:
    """The rules of every object, by its name. An object without its own rules has the base rules, which do nothing."""
    rules: Mapping[str, Rules] = {
        "Contact": ContactRules(),
        "ContentDocument": DocumentRules(),
        "ContentDocumentLink": LinkRules(),
        "ContentNote": NoteRules(),
        "ContentVersion": VersionRules(),
        "Opportunity": OpportunityRules(),
        "OpportunityContactRole": ContactRoleRules(),
        "OpportunityLineItem": LineItemRules(),
        "DatedConversionRate": DatedRateRules(),
        "ObjectPermissions": ObjectPermissionRules(),
        "PermissionSetAssignment": AssignmentRules(),
        "PermissionSetLicenseAssign": SeatRules(),
        "PricebookEntry": PricebookEntryRules(),
        "Task": TaskRules(),
        "User": UserRules(),
    }
    return defaultdict(Rules, rules)


__all__ = ["all_rules"]
