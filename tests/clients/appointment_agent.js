// The Appointment agent of the official client: drafts, diaries, tasks, status, and ids of other calendars.
const assert = require("node:assert/strict");
const test = require("node:test");
const { differences, plain, readWhole, refused, signedIn } = require("./desk");

const rest = signedIn().getAppointmentRestApi();
const agent = signedIn().getAppointmentAgent();
const ABSENT = 2147483000;
const FROM = new Date("2031-05-05T00:00:00Z");
const TO = new Date("2031-05-06T00:00:00Z");
const ME = 5;

let hour = 0;

/** A new appointment of an hour on the day of these tests, after those that there are. */
async function post(values = {}) {
  hour += 1;
  const startDate = new Date(FROM.getTime() + hour * 1800000);
  const endDate = new Date(startDate.getTime() + 1800000);
  return readWhole(await rest.postAsync({ ...(await rest.getDefaultAsync()), startDate, endDate, ...values }));
}

const keys = (rows) => rows.map((row) => row.appointmentId);

test("a flat appointment tells what the whole one holds, alone and in a list", async () => {
  const posted = await post({ title: "Flat", contact: { contactId: 649 }, person: { personId: 745 } });
  const flat = readWhole(await agent.getAppointmentAsync(posted.appointmentId));
  assert.equal(flat.title, "Flat");
  assert.equal(flat.contactId, 649);
  assert.equal(flat.personId, 745);
  assert.equal(flat.associateId, ME);
  assert.equal(flat.startDate.getTime(), posted.startDate.getTime());
  assert.equal(flat.taskType, "Appointment");
  const listed = readWhole(await agent.getAppointmentListAsync([ABSENT, posted.appointmentId]));
  assert.deepEqual(plain(listed), [plain(flat)]);
  assert.equal(await agent.getAppointmentAsync(ABSENT), null);
});

test("drafts are made by kind, by owner, and of another one", async () => {
  const plainOne = readWhole(await agent.createDefaultAppointmentEntityAsync());
  const call = readWhole(await agent.createDefaultAppointmentEntityByTypeAsync("Phone"));
  assert.equal(plainOne.task.type, "Appointment");
  assert.equal(call.task.type, "Phone");
  const todo = readWhole(await agent.createDefaultAppointmentEntityByTypeAndAssociateAsync("ToDo", 851));
  assert.deepEqual([todo.type, todo.associate.associateId], ["inChecklist", 851]);
  const source = await post({ title: "Source", participants: [{ associateId: 851 }] });
  const copy = readWhole(await agent.createAppointmentEntityFromExistingAsync(source.appointmentId, 0));
  assert.deepEqual([copy.appointmentId, copy.participants.length, copy.participants[0].associateId], [0, 1, 851]);
  assert.equal(copy.startDate.getUTCHours(), source.startDate.getUTCHours());
  assert.equal(await agent.createAppointmentEntityFromExistingAsync(ABSENT, 0), null);
  const rule = readWhole(await agent.createDefaultRecurrenceByDateAsync(new Date("2031-05-05T09:00:00Z")));
  assert.deepEqual([rule.pattern, rule.startDate.toISOString()], ["Weekly", "2031-05-05T00:00:00.000Z"]);
  assert.equal(readWhole(await agent.createDefaultRecurrenceAsync()).isRecurrence, true);
});

test("a check names what saving would refuse", async () => {
  const posted = await post({ title: "Fine" });
  assert.deepEqual(await agent.validateAppointmentEntityAsync(posted), {});
  const faults = await agent.validateAppointmentEntityAsync({ ...posted, title: "x".repeat(255) });
  assert.deepEqual(Object.keys(faults), ["Title"]);
});

test("what is done is toggled, one by one and together", async () => {
  const [one, other] = [await post(), await post()];
  assert.equal(await agent.toggleAppointmentStatusAsync(one.appointmentId), "Completed");
  assert.equal(await agent.toggleAppointmentStatusAsync(one.appointmentId), "Started");
  assert.equal(await agent.toggleAppointmentStatusAsync(ABSENT), null);
  const both = [one, other].map((row) => `appointment_id=${row.appointmentId}`);
  assert.equal(await agent.toggleActivityAsync(both[1]), "Completed");
  assert.equal(await agent.toggleActivitiesAsync(both), "Completed");
  assert.deepEqual(await agent.toggleAndSetActivitiesAsync(both), []);
  assert.equal((await agent.getAppointmentAsync(other.appointmentId)).completed, "Started");
  await agent.setActivityStatusAsync(both, "NotStarted");
  assert.equal((await agent.getAppointmentAsync(one.appointmentId)).completed, "NotStarted");
});

test("diaries hold what lies in their span", async () => {
  const posted = await post({ title: "In the diary", contact: { contactId: 649 } });
  const own = readWhole(await agent.getMyDiaryAsync(FROM, TO, -1));
  assert.ok(keys(own).includes(posted.appointmentId));
  assert.deepEqual(keys(await agent.getMyDiaryAsync(FROM, TO, 1)), keys(own).slice(0, 1));
  assert.deepEqual(keys(await agent.getMyAppointmentsAsync(FROM, TO, -1)), keys(own));
  assert.deepEqual(keys(await agent.getAssociateDiaryAsync(ME, FROM, TO, -1)), keys(own));
  assert.deepEqual(keys(await agent.getAssociatesDiaryAsync([ME], FROM, TO)), keys(own));
  const infos = readWhole(await agent.getAssociatesDiaryInfoAsync([ME], FROM, TO));
  assert.deepEqual(keys(infos), keys(own));
  assert.equal(infos.find((info) => info.appointmentId === posted.appointmentId).isBusy, true);
  const group = posted.associate.groupIdx;
  assert.deepEqual(keys(await agent.getDiaryByGroupAsync(group, 0, FROM, TO, 1)), keys(own).slice(0, 1));
  const there = await agent.getContactAppointmentsAsync(649, FROM, TO, -1);
  assert.ok(keys(there).includes(posted.appointmentId));
  await refused(400, agent.getProjectAppointmentsAsync(ABSENT, FROM, TO, -1));
  await refused(400, agent.getPersonDiaryAsync(ABSENT, FROM, TO, -1));
});

test("tasks are what is to be done", async () => {
  const posted = await post({ type: "inChecklist", title: "To do" });
  assert.ok(keys(readWhole(await agent.getMyTasksAsync(-1))).includes(posted.appointmentId));
  await agent.toggleAppointmentStatusAsync(posted.appointmentId);
  assert.ok(!keys(await agent.getMyTasksAsync(-1)).includes(posted.appointmentId));
});

test("published ones are found while they are published", async () => {
  const posted = await post({ isPublished: true });
  assert.equal((await agent.getPublishedAppointmentAsync(posted.appointmentId)).isPublished, true);
  assert.deepEqual(keys(await agent.getPublishedAppointmentsAsync([posted.appointmentId])), [posted.appointmentId]);
  assert.ok(keys(readWhole(await agent.getMyPublishedAppointmentsAsync())).includes(posted.appointmentId));
  assert.equal(await agent.getPublishedAppointmentAsync(ABSENT), null);
});

test("an appointment is moved, given away and made a task", async () => {
  const posted = await post({ title: "Moving" });
  const id = posted.appointmentId;
  const start = new Date("2031-06-01T09:00:00Z");
  const moved = readWhole(await agent.updateAppointmentAsync(id, start, new Date("2031-06-01T10:00:00Z"), 2, 1, ME));
  assert.deepEqual([moved.startDate.getTime(), moved.completed], [start.getTime(), "Started"]);
  const again = readWhole(
    await agent.updateAppointmentWithModeAsync(id, start, start, "NotStarted", "inDiary", 851, "OnlyThis"),
  );
  assert.deepEqual([again.associateId, again.completed], [851, "NotStarted"]);
  assert.equal(readWhole(await agent.convertAppointmentToTaskAsync(id)).type, "inChecklist");
  assert.deepEqual(await agent.getCanInsertForAssociatesAsync([851, ABSENT]), [true, false]);
});

test("another calendar finds its own appointment again", async () => {
  const uid = `${Date.now()}@elsewhere.example`;
  const blank = await agent.getAppointmentFromUIDAsync(uid);
  assert.equal(blank.appointmentId, 0);
  const made = readWhole(await agent.createAppointmentForUIDAsync({ ...blank, title: "From there" }, uid));
  assert.equal(await agent.createAppointmentForUIDAsync({ ...blank, title: "Twice" }, uid), null);
  assert.equal(await agent.getUIDFromAppointmentIdAsync(made.appointmentId, false), uid);
  assert.deepEqual(differences(made, await agent.getAppointmentFromUIDAsync(uid)), []);
  assert.equal(await agent.getUIDFromAppointmentIdAsync((await post()).appointmentId, true), null);
});

test("invitations are seen, and who invites has a name", async () => {
  const posted = await post({ assignmentStatus: "Assigning" });
  await agent.setSeenAsync(posted.appointmentId, "OnlyThis");
  assert.equal((await agent.getAppointmentAsync(posted.appointmentId)).assignmentStatus, "Seen");
  await agent.setSeenManyAsync([posted.appointmentId], "OnlyThis");
  assert.equal(await agent.willSendEmailAsync(posted), false);
  assert.equal(typeof (await agent.getOrganizerNameAsync(posted.appointmentId)), "string");
  const series = await post({ recurrence: { isRecurrence: true, pattern: "Daily" } });
  const records = await agent.getAppointmentRecordsAsync(0, series.recurrence.recurrenceId);
  assert.deepEqual(keys(readWhole(records)), [series.appointmentId]);
});

test("activity types are listed, made and changed", async () => {
  const blank = readWhole(await agent.createDefaultTaskListItemAsync());
  const made = readWhole(await agent.saveTaskListItemAsync({ ...blank, value: "Visit", type: "Phone" }));
  assert.equal(readWhole(await agent.getTaskListItemAsync(made.taskListItemId)).value, "Visit");
  const gone = await agent.saveTaskListItemAsync({ ...made, deleted: true });
  assert.equal(gone.taskListItemId, made.taskListItemId);
  const names = (rows) => readWhole(rows).map((row) => row.value);
  assert.ok(!names(await agent.getTaskListItemsAsync(false)).includes("Visit"));
  assert.ok(names(await agent.getTaskListItemsAsync(true)).includes("Visit"));
});
