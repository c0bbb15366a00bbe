// Time zones, languages, bytes and refusals, as the official client asks for them and reads them.
const assert = require("node:assert/strict");
const test = require("node:test");
const { ReturnBlobType } = require("@superoffice/webapi/WebApiBase.js");
const { WebApi } = require("@superoffice/webapi");
const { address, readWhole, refused, signedIn } = require("./desk");

const webapi = signedIn();
const rest = webapi.getAppointmentRestApi();
const tickets = webapi.getTicketAgent();
const ABSENT = 2147483000;
const AUTH = { auth: { username: "tje0", password: "Tje0" } };

test("an instant is the same in every zone that it is asked for in with its offset", async () => {
  const startDate = new Date("2026-07-01T09:00:00Z");
  const endDate = new Date("2026-07-01T10:00:00Z");
  const { appointmentId } = await rest.postAsync({ ...(await rest.getDefaultAsync()), title: "Zones", startDate, endDate });
  for (const timezone of ["NO", "US-NY", "UTC"]) {
    const read = readWhole(await rest.getByIdAsync(appointmentId, { timezone, timezoneInclude: true }));
    assert.equal(read.startDate.getTime(), startDate.getTime(), timezone);
  }
});

test("without the offset, the clock of the zone is read", async () => {
  const startDate = new Date("2026-07-01T09:00:00Z");
  const { appointmentId } = await rest.postAsync({ ...(await rest.getDefaultAsync()), title: "Wall", startDate });
  const clocks = { NO: "11:00", "US-NY": "05:00", UTC: "09:00" };
  for (const [timezone, clock] of Object.entries(clocks)) {
    const options = { baseUrl: address, axiosConfig: AUTH, timezone };
    const read = await new WebApi(options).getAppointmentRestApi().getByIdAsync(appointmentId);
    assert.equal(read.startDate.toISOString().slice(11, 16), clock, timezone);
  }
});

test("a zone that there is not is refused", async () => {
  const { data } = await refused(400, rest.getByIdAsync(508, { timezone: "Atlantis" }));
  assert.match(data.ErrorMessage, /SO-TimeZone/);
});

test("names in several languages come in the one that is asked for, or as they are kept", async () => {
  const lists = webapi.getListAgent();
  const blank = await lists.createDefaultTicketStatusEntityAsync();
  const name = 'US:"Sent away";NO:"Sendt bort"';
  const { ticketStatusId } = await lists.saveTicketStatusEntityAsync({ ...blank, name, status: "Active" });
  const read = async (languageCode) => (await lists.getTicketStatusEntityAsync(ticketStatusId, { languageCode })).name;
  assert.equal(await read("no"), "Sendt bort");
  assert.equal(await read("en"), "Sent away");
  assert.equal(await read(""), name);
});

test("the base zone and the zones are told, and the caller's own among them", async () => {
  const zones = webapi.getTimeZoneAgent();
  const base = await zones.getBaseTimeZoneIdAsync();
  const all = (await zones.initializeTimeZoneDataAsync()).map(readWhole);
  assert.ok(all.some((zone) => zone.tZLocationID === base));
  assert.equal(await zones.getDefaultTimeZonePreferenceAsync(), base);
  readWhole(await zones.getDefaultTimeZoneInformationAsync());
});

test("bytes of every value go up and come down as base64 and as bytes", async () => {
  const blank = await tickets.createDefaultAttachmentEntityAsync();
  const { attachmentId } = await tickets.saveAttachmentEntityAsync({ ...blank, name: "All.bin", contentType: "application/x-all" });
  const bytes = Buffer.from(Array.from({ length: 256 }, (_, number) => number));
  await tickets.uploadAttachmentAsync(attachmentId, new Uint8Array(bytes).buffer);
  const down = async (returnBlobAs) => tickets.getAttachmentStreamAsync(attachmentId, { returnBlobAs });
  assert.equal(await down(ReturnBlobType.AsBase64), bytes.toString("base64"));
  assert.deepEqual(Buffer.from(await down(ReturnBlobType.AsArrayBuffer)), bytes);
  await tickets.uploadAttachmentAsync(attachmentId, "Blåbær 🫐");
  assert.equal(await down(ReturnBlobType.AsString), "Blåbær 🫐");
});

test("what is left out by $select and what is refused reach the client as such", async () => {
  const { status, data } = await refused(404, rest.getByIdAsync(ABSENT));
  assert.deepEqual([status, data.ErrorType, data.Error], [404, "SoNotFoundException", true]);
  assert.match(data.ErrorMessage, new RegExp(`${ABSENT}`));
  const long = await refused(400, rest.postAsync({ title: "x".repeat(255) }));
  assert.match(long.data.ErrorMessage, /^\$\.Title: /);
  assert.equal(long.headers["content-type"], "application/json; charset=utf-8");
});

test("flags of rights are read as their numbers", async () => {
  const { ETableRight } = require("@superoffice/webapi");
  const { tableRight } = readWhole(await tickets.getTicketEntityAsync(786));
  for (const right of ["Select", "Update", "Insert", "Delete"]) {
    assert.equal(tableRight.mask & ETableRight[right], ETableRight[right], right);
  }
});
