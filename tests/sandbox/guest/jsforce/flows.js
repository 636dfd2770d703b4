// What an app in Node does with the org; each flow tells what came of it. Arguments: library, connection, zip.
const jsforce = require(process.argv[2]);
const { instanceUrl, accessToken, username, password, proxyUrl } = JSON.parse(process.argv[3]);
const zip = process.argv[4];

const rows = async (conn) => {
  const account = conn.sobject("Account");
  const made = await account.create({ Name: "JS", ERP_Number__c: "js1" });
  const many = await account.create([{ Name: "a" }, { ERP_Number__c: "no name" }], { allOrNone: false });
  const upserted = await account.upsert({ Name: "JS again", ERP_Number__c: "js1" }, "ERP_Number__c");
  const read = await account.retrieve(made.id);
  const updated = await account.update({ Id: made.id, Phone: "1" });
  const gone = await account.destroy(many[0].id);
  return [made.success, many.map((one) => one.success), upserted.success, read.Name, updated.success, gone.success];
};

const queries = async (conn) => {
  const records = [];
  const query = conn.query("SELECT Id, Name, (SELECT Name FROM Quotes) FROM Opportunity ORDER BY Name");
  query.on("record", (record) => records.push(record.Name));
  await query.run({ autoFetch: true, maxFetch: 1000 });
  const found = await conn.sobject("Opportunity").find({ StageName: "Prospecting" }, "Name, Account.Name").limit(5);
  return [records.length, found.every((one) => Boolean(one.Account.Name))];
};

const descriptions = async (conn) => {
  const all = await conn.describeGlobal();
  const quote = await conn.describe("Quote");
  const limits = await conn.limits();
  return [all.sobjects.some((one) => one.name === "Quote"), quote.fields.some((one) => one.name === "QW_Key__c"),
    limits.DailyApiRequests.Max > 0, (await conn.identity()).username];
};

const bulk = async (conn) => {
  conn.bulk2.pollInterval = 50;
  const input = [{ Name: "Bulk 1" }, { Name: "Bulk 2" }];
  const done = await conn.bulk2.loadAndWaitForResults({ object: "Account", operation: "insert", input });
  const records = await (await conn.bulk2.query("SELECT Name FROM Account WHERE Name LIKE 'Bulk%'")).toArray();
  return [done.successfulResults.length, done.failedResults.length, records.length];
};

const metadata = async (conn) => {
  conn.metadata.pollInterval = 50;
  const options = { rollbackOnError: true, singlePackage: true };
  const deployed = await conn.metadata.deploy(Buffer.from(zip, "base64"), options).complete({ details: true });
  const fields = (await conn.describe("Quote")).fields.map((one) => one.name);
  const wanted = { apiVersion: "67.0", unpackaged: { types: [{ name: "CustomField", members: ["Quote.Delivery_Week__c"] }], version: "67.0" } };
  const retrieved = await conn.metadata.retrieve(wanted).complete();
  return [deployed.success, fields.includes("Delivery_Week__c"), retrieved.zipFile.length > 100];
};

const refusals = async (conn) => {
  const codes = [];
  for (const deed of [
    () => conn.query("SELECT Nope FROM Account"),
    () => conn.sobject("Account").create({ Phone: "1" }),
    () => conn.sobject("Teapot").describe(),
  ]) {
    await deed().catch((error) => codes.push(error.errorCode));
  }
  return codes;
};

const login = async () => {
  const conn = new jsforce.Connection({ loginUrl: "https://login.salesforce.com", httpProxy: proxyUrl, version: "64.0" });
  await conn.login(username, password);
  return [(await conn.query("SELECT Id FROM User")).totalSize > 0];
};

(async () => {
  const conn = new jsforce.Connection({ instanceUrl, accessToken, version: "67.0" });
  const told = {};
  for (const [name, flow] of Object.entries({ rows, queries, descriptions, bulk, metadata, refusals, login })) {
    told[name] = await flow(conn).catch((error) => `${error.errorCode ?? error.name}: ${error.message}`);
  }
  console.log(JSON.stringify(told));
})();
