// Drives the local org with jsforce, and prints what it saw as one JSON object: scenario → result, or its error.
// Usage: node drive.mjs INSTANCE_URL ACCESS_TOKEN INTEGRATION_KEY INTEGRATION_SECRET; jsforce is found beside this file.
import jsforce from "jsforce";

const [instanceUrl, accessToken, clientId, clientSecret] = process.argv.slice(2);
const conn = new jsforce.Connection({ instanceUrl, accessToken, version: "67.0" });
const OPPORTUNITY = { StageName: "Prospecting", CloseDate: "2027-03-31" };
const note = (title, html) => ({ Title: title, Content: Buffer.from(html).toString("base64") });

const scenarios = {
  identity: async () => {
    const { username, organization_id, user_id } = await conn.identity();
    return { username, organization_id, user_id };
  },
  clientCredentials: async () => {
    const oauth2 = new jsforce.OAuth2({ loginUrl: instanceUrl, clientId, clientSecret });
    const other = new jsforce.Connection({ oauth2, version: "67.0" });
    const { id, organizationId } = await other.authorize({ grant_type: "client_credentials" });
    const found = await other.query("SELECT Username FROM User WHERE Id = '" + id + "'");
    return { organizationId, username: found.records[0].Username, instanceUrl: other.instanceUrl };
  },
  soapLogin: () => new jsforce.Connection({ loginUrl: instanceUrl, version: "67.0" }).login("admin@coach.local", "password"),
  describeGlobal: async () => (await conn.describeGlobal()).sobjects.map(({ name }) => name),
  describe: async () => {
    const { name, keyPrefix, fields } = await conn.describe("Opportunity");
    return { name, keyPrefix, stage: fields.find((field) => field.name === "StageName").picklistValues.map((p) => p.value) };
  },
  like: () => conn.query("SELECT MasterLabel FROM OpportunityStage WHERE MasterLabel LIKE 'Closed%' ORDER BY SortOrder"),
  inAndNot: () => conn.query("SELECT COUNT() FROM Opportunity WHERE StageName IN ('Closed Won', 'Closed Lost') AND (NOT Name LIKE 'zzz%') AND (NOT (Amount = null AND IsWon = true))"),
  parents: () => conn.query("SELECT Name, Account.Name, Owner.Manager.Name FROM Opportunity WHERE AccountId != null ORDER BY Name LIMIT 3"),
  subquery: () => conn.query("SELECT Name, (SELECT Quantity, UnitPrice FROM OpportunityLineItems) FROM Opportunity WHERE HasOpportunityLineItem = true LIMIT 2"),
  count: () => conn.query("SELECT COUNT() FROM Opportunity"),
  dateLiteral: () => conn.query("SELECT COUNT() FROM Opportunity WHERE CreatedDate <= TODAY AND CloseDate = NEXT_N_DAYS:400"),
  aggregate: () => conn.query("SELECT StageName, COUNT(Id) n FROM Opportunity GROUP BY StageName ORDER BY StageName LIMIT 2"),
  finder: () => conn.sobject("Opportunity").find({ IsClosed: false }, ["Id", "Name"]).sort({ CloseDate: 1 }).limit(2),
  paging: async () => {
    const rows = [];
    await conn.query("SELECT Id FROM OpportunityHistory", { autoFetch: true, maxFetch: 10000, headers: { "Sforce-Query-Options": "batchSize=200" } })
      .on("record", (row) => rows.push(row.Id));
    const { totalSize } = await conn.query("SELECT COUNT() FROM OpportunityHistory");
    return { fetched: new Set(rows).size, totalSize };
  },
  crud: async () => {
    const deals = conn.sobject("Opportunity");
    const { id, success } = await deals.create({ Name: "jsforce deal", ...OPPORTUNITY });
    const { success: updated } = await deals.update({ Id: id, NextStep: "Call" });
    const { NextStep } = await deals.retrieve(id);
    const { success: destroyed } = await deals.destroy(id);
    const gone = await deals.retrieve(id).catch(({ errorCode }) => errorCode);
    return { success, updated, NextStep, destroyed, gone };
  },
  collections: async () => {
    const made = await conn.create("Opportunity", [{ Name: "one", ...OPPORTUNITY }, { Name: "no stage" }]);
    const ids = made.filter(({ success }) => success).map(({ id }) => id);
    const changed = await conn.update("Opportunity", ids.map((Id) => ({ Id, NextStep: "Meet" })));
    const removed = await conn.destroy("Opportunity", ids);
    return { made: made.map(({ success, errors }) => [success, errors]), changed: changed[0].success, removed: removed[0].success };
  },
  composite: async () => {
    const { records: [{ Id: deal }] } = await conn.query("SELECT Id FROM Opportunity LIMIT 1");
    const data = "/services/data/v67.0";
    const answer = await conn.requestPost(`${data}/composite`, { allOrNone: true, compositeRequest: [
      { method: "POST", url: `${data}/sobjects/ContentNote`, referenceId: "note", body: note("From jsforce", "<p>Hello <b>there</b></p>") },
      { method: "POST", url: `${data}/sobjects/ContentDocumentLink`, referenceId: "link",
        body: { ContentDocumentId: "@{note.id}", LinkedEntityId: deal, ShareType: "I", Visibility: "AllUsers" } },
    ] });
    const noteId = answer.compositeResponse[0].body.id;
    const links = await conn.query(`SELECT ContentDocument.Title FROM ContentDocumentLink WHERE LinkedEntityId = '${deal}' AND ContentDocumentId = '${noteId}'`);
    const content = await conn.request(`${data}/sobjects/ContentNote/${noteId}/Content`);
    return { statuses: answer.compositeResponse.map(({ httpStatusCode }) => httpStatusCode), title: links.records[0].ContentDocument.Title, content: String(content) };
  },
  limits: async () => {
    const limits = await conn.limits();
    return { daily: limits.DailyApiRequests.Max, usage: conn.limitInfo?.apiUsage };
  },
  unknownField: () => conn.query("SELECT Colour FROM Opportunity"),
  unknownObject: () => conn.sobject("Spaceship").describe(),
  malformedQuery: () => conn.query("SELECT Id FORM Opportunity"),
  missingField: () => conn.sobject("Opportunity").create({ Name: "no stage" }),
  badSession: () => new jsforce.Connection({ instanceUrl, accessToken: "00D!none", version: "67.0" }).query("SELECT Id FROM User"),
};

const seen = {};
for (const [name, scenario] of Object.entries(scenarios)) {
  try {
    seen[name] = await scenario();
  } catch (error) {
    seen[name] = { error: { code: error.errorCode ?? error.name, message: error.message } };
  }
}
console.log(JSON.stringify(seen));
