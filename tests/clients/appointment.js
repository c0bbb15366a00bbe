// Appointments: the REST class of the official client, and its agent.
const assert = require("node:assert/strict");
const test = require("node:test");
const { mkDuration, Weekday } = require("@superoffice/webapi");
const { differences, readWhole, refused, signedIn } = require("./desk");

const rest = signedIn().getAppointmentRestApi();
const agent = signedIn().getAppointmentAgent();
const ABSENT = 2147483000;
// What every save changes, and what follows from the moment of asking.
const STAMPS = ["updatedDate"];

async function post(values) {
  return readWhole(await rest.postAsync({ ...(await rest.getDefaultAsync()), ...values }));
}

test("a blank appointment comes with the defaults of the desk, and all of it can be read", async () => {
  const blank = readWhole(await rest.getDefaultAsync());
  assert.equal(blank.appointmentId, 0);
  assert.equal(blank.associate.associateId, 5);
  assert.ok(blank.endDate > blank.startDate);
  assert.equal(blank.private, "Public");
  assert.equal(blank.type, "inDiary");
  assert.equal(blank.task.type, "Appointment");
});

test("a posted appointment is read back as it was answered", async () => {
  const posted = await post({ title: "Kick-off", description: "With coffee", location: "Nordfjord" });
  assert.ok(posted.appointmentId > 0);
  assert.equal(posted.title, "Kick-off");
  const read = readWhole(await rest.getByIdAsync(posted.appointmentId));
  assert.deepEqual(differences(posted, read), []);
});

test("an appointment made of next to nothing is saved", async () => {
  const posted = readWhole(await rest.postAsync({ title: "Only a title" }));
  assert.equal(posted.title, "Only a title");
  assert.equal(posted.associate.associateId, 5);
});

test("dates and durations come back as the same instants and spans", async () => {
  const startDate = new Date("2026-03-29T00:30:00.123Z");
  const endDate = new Date("2026-03-29T02:30:00.000Z");
  const posted = await post({
    startDate,
    endDate,
    hasAlarm: true,
    alarmLeadTime: mkDuration("PT10M"),
    leadTime: mkDuration("01:30:00"),
    lagTime: mkDuration({ days: 1, hours: 2 }),
    publishFrom: new Date("0001-01-01T00:00:00Z"),
    publishTo: new Date("9999-12-31T23:59:59Z"),
  });
  const read = await rest.getByIdAsync(posted.appointmentId);
  for (const found of [posted, read]) {
    assert.equal(found.startDate.getTime(), startDate.getTime());
    assert.equal(found.endDate.getTime(), endDate.getTime());
    assert.equal(found.alarmLeadTime.asMinutes(), 10);
    assert.equal(found.leadTime.asMinutes(), 90);
    assert.equal(found.lagTime.asMinutes(), 26 * 60);
    assert.equal(found.publishFrom.toISOString(), "0001-01-01T00:00:00.000Z");
    assert.equal(found.publishTo.toISOString(), "9999-12-31T23:59:59.000Z");
  }
});

test("an appointment with everything is read whole, references and collections too", async () => {
  const posted = await post({
    contact: { contactId: 649 },
    person: { personId: 745 },
    priority: { id: 1 },
    type: "inChecklist",
    completed: "Started",
    participants: [{ associateId: 851, sendEmail: true }, { emailAddress: "guest@example.com" }],
    visibleFor: [{ visibility: "Associate", visibleId: 360 }],
    customFields: { "SuperOffice:1": "[I:4]", x_Colour: "red" },
  });
  const read = readWhole(await rest.getByIdAsync(posted.appointmentId));
  assert.equal(read.contact.contactId, 649);
  assert.equal(read.person.personId, 745);
  assert.equal(read.type, "inChecklist");
  assert.equal(read.completed, "Started");
  assert.deepEqual(
    read.participants.map((one) => [one.associateId, one.emailAddress]),
    [
      [851, ""],
      [0, "guest@example.com"],
    ],
  );
  assert.equal(read.visibleFor[0].visibleId, 360);
  assert.equal(read.private, "PrivateUser");
  assert.deepEqual(read.customFields, { "SuperOffice:1": "[I:4]", x_Colour: "red" });
});

test("a series keeps its rule, weekdays being flags", async () => {
  const recurrence = {
    isRecurrence: true,
    pattern: "Weekly",
    startDate: new Date("2026-03-02T09:00:00Z"),
    endDate: new Date("2026-06-01T09:00:00Z"),
    recurrenceEndType: "EndDate",
    weekPattern: { cycle: 2, weekdays: Weekday.Monday | Weekday.Thursday },
  };
  const posted = await post({ title: "Stand-up", recurrence });
  const read = readWhole(await rest.getByIdAsync(posted.appointmentId));
  assert.equal(read.recurrence.pattern, "Weekly");
  assert.equal(read.recurrence.isRecurrence, true);
  assert.equal(read.recurrence.weekPattern.weekdays, Weekday.Monday | Weekday.Thursday);
  assert.equal(read.recurrence.startDate.getTime(), recurrence.startDate.getTime());
  const saved = readWhole(await rest.putByIdAsync(read.appointmentId, { ...read, title: "Stand-up, new" }));
  assert.deepEqual(differences(read, saved), ["title", ...STAMPS].sort());
});

test("changing one member and putting the whole changes that member and nothing else", async () => {
  const posted = await post({
    title: "Before",
    participants: [{ associateId: 851 }],
    visibleFor: [{ visibility: "Group", visibleId: (await rest.getDefaultAsync()).associate.groupIdx }],
    extraFields: { x_a: "1" },
    leadTime: mkDuration("PT5M"),
  });
  const read = await rest.getByIdAsync(posted.appointmentId);
  const saved = readWhole(await rest.putByIdAsync(read.appointmentId, { ...read, title: "After" }));
  assert.equal(saved.title, "After");
  assert.deepEqual(differences(read, saved), ["title", ...STAMPS].sort());
  assert.deepEqual(differences(saved, await rest.getByIdAsync(read.appointmentId)), []);
});

test("an entry of the demo week survives being sent back whole", async () => {
  const read = readWhole(await rest.getByIdAsync(508));
  const saved = readWhole(await rest.putByIdAsync(508, read));
  assert.deepEqual(differences(read, saved).filter((name) => !STAMPS.includes(name)), []);
});

test("putting a member alone blanks the others", async () => {
  const { appointmentId } = await post({ title: "Full", description: "of words", location: "here" });
  const saved = await rest.putByIdAsync(appointmentId, { title: "Bare" });
  assert.deepEqual([saved.title, saved.description, saved.location], ["Bare", "", ""]);
});

test("a patch changes what it names and leaves the others alone, as operations or as an object", async () => {
  const before = await post({ title: "Whole", location: "Nordfjord", participants: [{ associateId: 851 }] });
  const steps = [
    { op: "test", path: "/title", value: "Whole" },
    { op: "replace", path: "title", value: "Part" },
    { op: "add", path: "/participants/-", value: { emailAddress: "guest@example.com" } },
  ];
  const stepped = readWhole(await rest.patchByIdAsync(before.appointmentId, steps));
  assert.deepEqual(differences(before, stepped), ["participants", "title", ...STAMPS].sort());
  assert.deepEqual(
    stepped.participants.map((one) => [one.associateId, one.emailAddress]),
    [
      [851, ""],
      [0, "guest@example.com"],
    ],
  );
  const merged = readWhole(await rest.patchByIdAsync(before.appointmentId, { Location: "Sogn" }));
  assert.deepEqual(differences(stepped, merged), ["location", ...STAMPS].sort());
  assert.deepEqual(differences(merged, await rest.getByIdAsync(before.appointmentId)), []);
});

test("a patch that cannot be applied changes nothing", async () => {
  const before = await post({ title: "Whole" });
  const replace = { op: "replace", path: "/title", value: "Part" };
  const id = before.appointmentId;
  await refused(409, rest.patchByIdAsync(id, [replace, { op: "test", path: "/title", value: "Whole" }]));
  await refused(400, rest.patchByIdAsync(id, [replace, { op: "replace", path: "/nonsense", value: 1 }]));
  await refused(400, rest.patchByIdAsync(id, [replace, { op: "move", path: "/title", from: "/location" }]));
  await refused(404, rest.patchByIdAsync(ABSENT, { title: "Part" }));
  assert.deepEqual(differences(before, await rest.getByIdAsync(id)), []);
});

test("a whole entity is a patch too, and changes what is new in it", async () => {
  const recurrence = { isRecurrence: true, pattern: "Weekly", weekPattern: { cycle: 2, weekdays: Weekday.Monday } };
  const { appointmentId } = await post({ title: "Whole", leadTime: mkDuration("PT5M"), recurrence });
  const read = await rest.getByIdAsync(appointmentId);
  const patched = readWhole(await rest.patchByIdAsync(appointmentId, { ...read, title: "Part" }));
  assert.deepEqual(differences(read, patched), ["title", ...STAMPS].sort());
});

test("what has not changed is not answered again, and what has changed is not overwritten", async () => {
  const { appointmentId } = await post({ title: "Kept" });
  // The client goes on sending the conditions of a call, so each call here has a client of its own.
  const own = () => signedIn().getAppointmentRestApi();
  const read = await own().getByIdAsync(appointmentId, { ifModifiedSince: new Date("1970-01-01T00:00:00Z") });
  assert.equal(read.title, "Kept");
  assert.equal(await own().getByIdAsync(appointmentId, { ifModifiedSince: read.updatedDate }), null);
  const stale = () => ({ ifUnmodifiedSince: new Date("2020-01-01T00:00:00Z") });
  const fresh = () => ({ ifUnmodifiedSince: read.updatedDate });
  await refused(412, own().getByIdAsync(appointmentId, stale()));
  await refused(412, own().putByIdAsync(appointmentId, { title: "Over" }, stale()));
  await refused(412, own().patchByIdAsync(appointmentId, { title: "Over" }, stale()));
  await refused(412, own().deleteByIdAsync(appointmentId, stale()));
  assert.equal((await own().getByIdAsync(appointmentId, fresh())).title, "Kept");
  assert.equal((await own().patchByIdAsync(appointmentId, { title: "Over" }, fresh())).title, "Over");
});

test("a deleted appointment is gone", async () => {
  const { appointmentId } = await post({ title: "Short-lived" });
  assert.equal(await rest.deleteByIdAsync(appointmentId), "");
  const { data } = await refused(404, rest.getByIdAsync(appointmentId));
  assert.match(data.ErrorMessage, new RegExp(`${appointmentId}`));
  await refused(404, rest.deleteByIdAsync(appointmentId));
  await refused(404, rest.putByIdAsync(appointmentId, { title: "Back" }));
});

test("the agent does the same as the REST class", async () => {
  const blank = readWhole(await agent.createDefaultAppointmentEntityAsync());
  const saved = readWhole(await agent.saveAppointmentEntityAsync({ ...blank, title: "By the agent" }));
  const read = readWhole(await agent.getAppointmentEntityAsync(saved.appointmentId));
  assert.deepEqual(differences(await rest.getByIdAsync(saved.appointmentId), read), []);
  const again = await agent.saveAppointmentEntityAsync({ ...read, title: "By the agent again" });
  assert.equal(again.appointmentId, saved.appointmentId);
  await agent.deleteAppointmentEntityAsync(saved.appointmentId);
  assert.equal(await agent.getAppointmentEntityAsync(saved.appointmentId), null);
});

test("what is not there is null to the agent and 404 to the REST class", async () => {
  assert.equal(await agent.getAppointmentEntityAsync(ABSENT), null);
  await refused(404, rest.getByIdAsync(ABSENT));
});
