"""A mistake for each rule: the file, what stands there, what somebody writes instead, and the rule that says so."""

CARD = "objects/Coaching_Card__c"
SETS = "permissionsets"
REPORTS = "reports/Coach"

MISTAKES = [
    (f"{SETS}/Coach.permissionset-meta.xml", "</PermissionSet>", "", "not-xml"),
    (f"{SETS}/Coach.permissionset-meta.xml", "<PermissionSet xmlns", "<PermissionSet x", "wrong-root"),
    (f"{SETS}/Coach_Rep.permissionset-meta.xml", "PermissionSet", "Profile", "wrong-root"),
    ("sfdx-project.json", '"67.0"', '"66.0"', "api-version"),
    ("workflows/Opportunity.workflow-meta.xml", "67.0", "58.0", "api-version"),
    ("flows/Coach_Opportunity_Changed.flow-meta.xml", "67.0", "58.0", "api-version"),
    # what names something that is nowhere
    (f"{SETS}/Coach_Rep.permissionset-meta.xml", "Coaching_Card__c.Tip__c", "Coaching_Card__c.Hint__c", "no-such-name"),
    (f"{SETS}/Coach.permissionset-meta.xml", "Opportunity.NextStep", "Opportunity.NextSteps", "no-such-name"),
    (f"{SETS}/Coach.permissionset-meta.xml", "<object>Product2<", "<object>Product<", "no-such-name"),
    (f"{SETS}/Coach.permissionset-meta.xml", "Coach_Keeps_Cards", "Coach_Keeps", "no-such-name"),
    (f"{SETS}/Coach_Rep.permissionset-meta.xml", "<tab>Coaching_Card__c<", "<tab>Coaching_Cards__c<", "no-such-name"),
    (f"{SETS}/Coach_Events.permissionset-meta.xml", "Coach-Coach", "Coach-Other", "no-such-name"),
    ("permissionsetgroups/Coach_Reps.permissionsetgroup-meta.xml", "Coach_Rep<", "Coach_Reps<", "no-such-name"),
    (
        "extlClntAppOauthPolicies/Coach_defaultPolicy.ecaOauthPlcy-meta.xml",
        "<commaSeparatedPermissionSet>Coach<",
        "<commaSeparatedPermissionSet>Coach, Coach_User<",
        "no-such-name",
    ),
    (
        "extlClntAppOauthSettings/Coach_oauth.ecaOauth-meta.xml",
        "Application>Coach<",
        "Application>Coach_App<",
        "no-such-name",
    ),
    (
        "flows/Coach_Opportunity_Changed.flow-meta.xml",
        "<actionName>Opportunity.Coach<",
        "<actionName>Opportunity.C<",
        "no-such-name",
    ),
    (
        "flows/Coach_Opportunity_Changed.flow-meta.xml",
        "<targetReference>Tell_Coach<",
        "<targetReference>Tell<",
        "no-such-name",
    ),
    ("flows/Coach_Card_Responded.flow-meta.xml", "$Record.Ticks__c", "$Record.Tick__c", "no-such-name"),
    ("flows/Coach_Card_Responded.flow-meta.xml", "<object>Coaching_Card__c<", "<object>Card__c<", "no-such-name"),
    ("workflows/Coaching_Card__c.workflow-meta.xml", "<fields>Key__c<", "<fields>Keys__c<", "no-such-name"),
    ("namedCredentials/Coach.namedCredential-meta.xml", "Credential>Coach<", "Credential>Coach2<", "no-such-name"),
    (f"{CARD}/Coaching_Card__c.object-meta.xml", "Assignment>Coaching_Card<", "Assignment>Card<", "no-such-name"),
    (f"{CARD}/compactLayouts/Coaching_Card.compactLayout-meta.xml", "Skill__c", "Skills__c", "no-such-name"),
    (f"{CARD}/listViews/My_Open_Cards.listView-meta.xml", "<field>Mine__c", "<field>My__c", "no-such-name"),
    (
        f"{CARD}/validationRules/Only_The_Rep_Responds.validationRule-meta.xml",
        "(Ticks__c)",
        "(Tick__c)",
        "no-such-name",
    ),
    (
        f"{CARD}/validationRules/Only_The_Rep_Responds.validationRule-meta.xml",
        "n.Coach_Keeps_Cards",
        "n.Keeps",
        "no-such-name",
    ),
    (f"{CARD}/fields/Mine__c.field-meta.xml", "Rep__c = ", "Reps__c = ", "no-such-name"),
    (f"{CARD}/fields/Rep__c.field-meta.xml", "<referenceTo>User<", "<referenceTo>Users<", "no-such-name"),
    ("layouts/Coaching_Card__c-Coaching Card Layout.layout-meta.xml", "Words__c", "Word__c", "no-such-name"),
    (
        "objects/Opportunity/fields/Open_Coaching_Cards__c.field-meta.xml",
        "Card__c.State__c",
        "Card__c.Status__c",
        "no-such-name",
    ),
    (
        "reportTypes/Opportunities_with_Coaching_Cards.reportType-meta.xml",
        "<field>Useful__c",
        "<field>Use__c",
        "no-such-name",
    ),
    (
        "reportTypes/Opportunities_with_Coaching_Cards.reportType-meta.xml",
        "Cards__r</table>",
        "Card__r</table>",
        "no-such-name",
    ),
    (f"{REPORTS}/Cards_by_Week.report-meta.xml", "Type>Opportunities_with", "Type>Deals_with", "no-such-name"),
    (f"{REPORTS}/Cards_by_Week.report-meta.xml", "$Given_At__c", "$Gone_At__c", "no-such-name"),
    ("dashboards/Coach/Team_Coaching.dashboard-meta.xml", "Coach/Cards_by_Week", "Coach/Cards_by_Day", "no-such-name"),
    # what differs by org
    ("workflows/Opportunity.workflow-meta.xml", "coach@example.com.integration", "me@acme.com", "replaces-nothing"),
    ("sfdx-project.json", "https://coach.example.com/hooks", "https://c.example.com/hooks", "replaces-nothing"),
    ("namedCredentials/Coach.namedCredential-meta.xml", "Coach</label>", "a@example.com</label>", "not-replaced"),
    # what project and service say alike
    (f"{CARD}/fields/Title__c.field-meta.xml", "<length>255<", "<length>80<", "card-field"),
    (f"{CARD}/fields/Rank__c.field-meta.xml", "<type>Number<", "<type>Text<", "card-field"),
    (f"{CARD}/fields/State__c.field-meta.xml", "<fullName>retired<", "<fullName>gone<", "card-field"),
    (f"{CARD}/fields/Key__c.field-meta.xml", "<unique>true<", "<unique>false<", "card-identity"),
    (f"{CARD}/fields/Opportunity__c.field-meta.xml", "MasterRead>true<", "MasterRead>false<", "card-identity"),
    # what permission sets give
    (f"{SETS}/Coach.permissionset-meta.xml", "<name>ViewSetup<", "<name>ModifyAllData<", "rights"),
    (f"{SETS}/Coach.permissionset-meta.xml", "<field>Account.Type<", "<field>Account.Name<", "rights"),
    (f"{SETS}/Coach.permissionset-meta.xml", "<viewAllRecords>true<", "<viewAllRecords>false<", "rights"),
    (f"{SETS}/Coach.permissionset-meta.xml", "<allowDelete>true<", "<allowDelete>false<", "rights"),
    (f"{SETS}/Coach_Rep.permissionset-meta.xml", "<editable>true<", "<editable>false<", "rights"),
    (f"{SETS}/Coach_Rep.permissionset-meta.xml", "<allowDelete>false<", "<allowDelete>true<", "rights"),
    (f"{SETS}/Coach_Manager.permissionset-meta.xml", "Card__c.Useful__c", "Card__c.Answer__c", "rights"),
    (f"{SETS}/Coach_Admin.permissionset-meta.xml", "</PermissionSet>", "<userPermissions/></PermissionSet>", "rights"),
    (f"{SETS}/Coach.permissionset-meta.xml", "</PermissionSet>", "<description/></PermissionSet>", "element-order"),
]
