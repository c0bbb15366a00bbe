// What the agents of the official client tell around companies, people, users and the desk itself.
const assert = require("node:assert/strict");
const test = require("node:test");
const { readWhole, refused, signedIn } = require("./desk");

const desk = signedIn();
const ABSENT = 2147483000;
const ME = 5;

test("a person and a company are summed up with what happened lately", async () => {
  const appointments = desk.getAppointmentRestApi();
  await appointments.postAsync({ title: "Visit", description: "About boats", person: { personId: 745 } });
  const person = readWhole(await desk.getPersonAgent().getPersonSummaryAsync(745, 3));
  assert.equal(person.person.personId, 745);
  assert.ok(person.followups.length > 0 && person.followups.length <= 3);
  assert.deepEqual([person.documents, person.chats], [[], []]);
  const company = readWhole(await desk.getContactAgent().getContactSummaryAsync(649, 3));
  assert.equal(company.contact.contactId, 649);
  assert.equal(await desk.getPersonAgent().getPersonSummaryAsync(ABSENT, 3), null);
});

test("who somebody is follows from what is known of them", async () => {
  const agent = desk.getPersonAgent();
  const email = `nora${Date.now()}@harbour.example`;
  const made = readWhole(await agent.resolvePersonFromInfoAsync(649, "Nora Quay", ["+47 55 99"], [email]));
  assert.deepEqual([made.personCreated, made.person.firstname, made.person.lastname], [true, "Nora", "Quay"]);
  const known = readWhole(await agent.resolvePersonFromInfoAsync(649, "", [], [email.toUpperCase()]));
  assert.deepEqual([known.personCreated, known.person.personId], [false, made.person.personId]);
});

test("a notepad keeps its pages", async () => {
  const agent = desk.getAssociateAgent();
  await agent.saveNoteAsync(ME, ["Milk", "Rope"]);
  assert.deepEqual(await agent.getNoteAsync(ME), ["Milk", "Rope"]);
  assert.deepEqual(await agent.getNoteAsync(ABSENT), []);
});

test("the desk forgets what it remembers, counts, and tells what runs here", async () => {
  const agent = desk.getDiagnosticsAgent();
  const names = await agent.getCacheNamesAsync();
  assert.ok(names.includes("Lists"));
  await agent.flushCachesByNameAsync(names);
  await agent.flushCachesAsync();
  const counts = readWhole(await agent.getEntityCountsForCurrentUserAsync());
  assert.ok(counts.find((count) => count.entityName === "Appointment").records > 0);
  assert.equal(readWhole(await agent.getSystemInfoAsync()).description, "Fjord");
});

test("time zones are what the installation says", async () => {
  const agent = desk.getTimeZoneAgent();
  const base = await agent.getBaseTimeZoneIdAsync();
  assert.equal(await agent.setBaseTimeZoneIdAsync(base), true);
  await agent.setActiveTimeZoneRowAsync(base, true);
  await refused(400, agent.setActiveTimeZoneRowAsync(base, false));
});
