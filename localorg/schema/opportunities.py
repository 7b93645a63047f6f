"""The deal and its related objects: Opportunity, its stages, history, contact roles and team."""

from localorg.schema.accounts import LEAD_SOURCES
from localorg.schema.fields import (
    CURRENCY_CODE,
    choice,
    computed,
    currency,
    day,
    flag,
    formula,
    integer,
    long_text,
    lookup,
    moment,
    needs,
    number,
    owned,
    percent,
    record_fields,
    text,
    url,
)
from localorg.schema.stages import DEFAULT_STAGES, FORECAST_NAMES
from localorg.schema.types import ObjectType, OnDelete, PicklistValue

_STAGES = tuple(stage.name for stage in DEFAULT_STAGES)
_FORECAST = tuple(FORECAST_NAMES)
_FORECAST_NAMES = tuple(FORECAST_NAMES.values())
_TYPES = (
    "New Business",
    "Existing Business",
    "Renewal",
    "New Customer",
    "Existing Customer - Upgrade",
    "Existing Customer - Replacement",
    "Existing Customer - Downgrade",
)
_CONTACT_ROLES = (
    "Business User",
    "Decision Maker",
    "Economic Buyer",
    "Economic Decision Maker",
    "Evaluator",
    "Executive Sponsor",
    "Influencer",
    "Technical Buyer",
    "Other",
)

_COACHING = (
    text("Competitor__c", "Competitor"),
    flag("Economic_Buyer_Identified__c", "Economic Buyer Identified"),
    url("Mutual_Plan_Link__c", "Mutual Plan Link"),
    choice("Paper_Process__c", "Paper Process", ("Not Started", "Legal Review", "Security Review", "Signed Off")),
    long_text("Metrics__c", "Metrics", 4000),
    day("VAC_Date__c", "Value Analysis Committee Date"),
    choice(
        "Deal_Desk_Approval__c",
        "Deal Desk Approval",
        ("Not Needed", "Requested", "Approved", "Rejected"),
        restricted=True,
    ),
    choice(
        "Formulary_Status__c",
        "Formulary Status",
        ("Not Listed", "Under Review", "Listed", "Listed With Restrictions"),
    ),
)

OPPORTUNITY = ObjectType(
    name="Opportunity",
    label="Opportunity",
    label_plural="Opportunities",
    key_prefix="006",
    fields=record_fields(
        "Opportunity",
        lookup("AccountId", "Account ID", "Account", children="Opportunities", on_delete=OnDelete.CASCADE),
        lookup("RecordTypeId", "Record Type ID", "RecordType"),
        flag("IsPrivate", "Private"),
        text("Name", "Name", 120, nillable=False, name_field=True),
        long_text("Description", "Description"),
        choice("StageName", "Stage", _STAGES, nillable=False),
        currency("Amount", "Amount"),
        percent("Probability", "Probability (%)"),
        formula(currency("ExpectedRevenue", "Expected Amount")),
        number("TotalOpportunityQuantity", "Quantity"),
        day("CloseDate", "Close Date", nillable=False),
        choice("Type", "Opportunity Type", _TYPES),
        text("NextStep", "Next Step"),
        choice("LeadSource", "Lead Source", LEAD_SOURCES),
        computed(flag("IsClosed", "Closed")),
        computed(flag("IsWon", "Won")),
        computed(choice("ForecastCategory", "Forecast Category", _FORECAST, restricted=True, nillable=False)),
        choice("ForecastCategoryName", "Forecast Category", _FORECAST_NAMES),
        CURRENCY_CODE,
        *needs("products", computed(flag("HasOpportunityLineItem", "Has Line Item"))),
        *needs("products", lookup("Pricebook2Id", "Price Book ID", "Pricebook2", children="Opportunities")),
        lookup("OwnerId", "Owner ID", "User", nillable=False),
        computed(day("LastActivityDate", "Last Activity")),
        computed(integer("PushCount", "Push Count", default=0)),
        computed(moment("LastStageChangeDate", "Last Stage Change Date")),
        formula(integer("FiscalQuarter", "Fiscal Quarter")),
        formula(integer("FiscalYear", "Fiscal Year")),
        formula(text("Fiscal", "Fiscal Period", 6)),
        lookup("ContactId", "Contact ID", "Contact"),
        computed(flag("HasOpenActivity", "Has Open Activity")),
        computed(flag("HasOverdueTask", "Has Overdue Task")),
        computed(
            lookup("LastAmountChangedHistoryId", "Opportunity History ID", "OpportunityHistory"),
        ),
        computed(
            lookup("LastCloseDateChangedHistoryId", "Opportunity History ID", "OpportunityHistory"),
        ),
        text("External_Key__c", "External Key", 80, external_id=True, unique=True),
        *_COACHING,
        viewed=True,
    ),
)

OPPORTUNITY_STAGE = ObjectType(
    name="OpportunityStage",
    label="Opportunity Stage",
    label_plural="Opportunity Stage",
    key_prefix="01J",
    createable=False,
    updateable=False,
    deletable=False,
    upsertable=False,
    recycled=False,
    fields=record_fields(
        "Opportunity Stage",
        text("MasterLabel", "Master Label", name_field=True),
        text("ApiName", "API Name"),
        flag("IsActive", "Is Active", default=True),
        integer("SortOrder", "Sort Order"),
        flag("IsClosed", "Closed"),
        flag("IsWon", "Won"),
        choice("ForecastCategory", "Forecast Category", _FORECAST, restricted=True, nillable=False),
        choice("ForecastCategoryName", "Forecast Category Name", _FORECAST_NAMES),
        percent("DefaultProbability", "Probability (%)"),
        text("Description", "Description"),
        deleted=False,
    ),
)

OPPORTUNITY_HISTORY = ObjectType(
    name="OpportunityHistory",
    label="Opportunity: Stage History",
    label_plural="Opportunity: Stage History",
    key_prefix="008",
    createable=False,
    updateable=False,
    deletable=False,
    upsertable=False,
    recycled=True,
    fields=record_fields(
        "Opportunity History",
        owned("OpportunityId", "Opportunity ID", "Opportunity", "OpportunityHistories"),
        text("StageName", "Stage Name"),
        currency("Amount", "Amount"),
        currency("ExpectedRevenue", "Expected Revenue"),
        day("CloseDate", "Close Date"),
        percent("Probability", "Probability"),
        choice("ForecastCategory", "Forecast Category", _FORECAST),
        currency("PrevAmount", "Previous Amount"),
        day("PrevCloseDate", "Previous Close Date"),
        CURRENCY_CODE,
    ),
)

OPPORTUNITY_FIELD_HISTORY = ObjectType(
    name="OpportunityFieldHistory",
    label="Opportunity Field History",
    label_plural="Opportunity Field History",
    key_prefix="017",
    createable=False,
    updateable=False,
    deletable=False,
    upsertable=False,
    recycled=True,
    requires="field_history",
    fields=record_fields(
        "Opportunity Field History",
        owned("OpportunityId", "Opportunity ID", "Opportunity", "Histories"),
        text("Field", "Changed Field"),
        text("DataType", "Datatype"),
        text("OldValue", "Old Value", filterable=False, sortable=False, groupable=False),
        text("NewValue", "New Value", filterable=False, sortable=False, groupable=False),
    ),
)

OPPORTUNITY_CONTACT_ROLE = ObjectType(
    name="OpportunityContactRole",
    label="Opportunity Contact Role",
    label_plural="Opportunity Contact Role",
    key_prefix="00K",
    # Object Reference: "IsDeleted … usable only when the parent record is deleted … not when [it] is deleted directly".
    recycled=False,
    fields=record_fields(
        "Contact Role",
        owned("OpportunityId", "Opportunity ID", "Opportunity", "OpportunityContactRoles"),
        owned("ContactId", "Contact ID", "Contact", "OpportunityContactRoles", updateable=True),
        choice("Role", "Role", _CONTACT_ROLES),
        flag("IsPrimary", "Primary"),
        CURRENCY_CODE,
    ),
)

OPPORTUNITY_TEAM_MEMBER = ObjectType(
    name="OpportunityTeamMember",
    label="Opportunity Team Member",
    label_plural="Opportunity Team Member",
    key_prefix="00q",
    requires="team_selling",
    fields=record_fields(
        "Team Member",
        owned("OpportunityId", "Opportunity ID", "Opportunity", "OpportunityTeamMembers"),
        owned("UserId", "User ID", "User", "OpportunityTeams"),
        computed(text("Name", "Name", 361, name_field=True)),
        choice(
            "TeamMemberRole", "Member Role", ("Account Manager", "Sales Manager", "Sales Rep", "Pre-Sales Consultant")
        ),
        choice(
            "OpportunityAccessLevel",
            "Opportunity Access",
            (PicklistValue("Read", "Read Only", default=True), PicklistValue("Edit", "Read/Write")),
            restricted=True,
        ),
        CURRENCY_CODE,
    ),
)

OPPORTUNITIES = (
    OPPORTUNITY,
    OPPORTUNITY_STAGE,
    OPPORTUNITY_HISTORY,
    OPPORTUNITY_FIELD_HISTORY,
    OPPORTUNITY_CONTACT_ROLE,
    OPPORTUNITY_TEAM_MEMBER,
)
