// What the agents do besides saving: reading states, notices, messages of their own, flat carriers, rows by their ids.
const assert = require("node:assert/strict");
const test = require("node:test");
const { SystemMessageType } = require("@superoffice/webapi");
const { differences, readWhole, refused, signedIn } = require("./desk");

const webapi = signedIn();
const tickets = webapi.getTicketAgent();
const lists = webapi.getListAgent();
const ABSENT = 2147483000;
const ME = 5;

async function newTicket(values) {
  return readWhole(await tickets.saveTicketEntityAsync({ ...(await tickets.createDefaultTicketEntityAsync()), ...values }));
}

test("an owner says how far a ticket is read, and it stays so", async () => {
  const { ticketId } = await newTicket({ title: "Read?", ownedBy: { associateId: ME } });
  for (const status of ["Yellow", "Red", "Green"]) {
    const answered = readWhole(await tickets.setTicketReadByOwnerAsync(ticketId, status, false));
    assert.equal(answered.readStatus, status);
    assert.equal((await tickets.getTicketEntityAsync(ticketId)).readStatus, status);
  }
  assert.deepEqual(await tickets.updateTicketsReadStatusAsync([ticketId, ABSENT], "Red"), [ticketId]);
  assert.equal((await tickets.getTicketEntityAsync(ticketId)).readStatus, "Red");
});

test("what somebody else owns is not read by the caller", async () => {
  const { ticketId, readStatus } = await newTicket({ title: "Not mine", ownedBy: { associateId: 360 } });
  assert.deepEqual(await tickets.updateTicketsReadStatusAsync([ticketId], "Green"), []);
  assert.equal((await tickets.getTicketEntityAsync(ticketId)).readStatus, readStatus);
});

test("those concerned are told of a ticket and of its message, and nothing comes back", async () => {
  const { ticketId } = await newTicket({ title: "Tell", ownedBy: { associateId: 360 } });
  const blank = await tickets.createDefaultTicketMessageEntityAsync();
  const said = { ...blank, ticket: { ticketId }, body: "With notice" };
  const saved = readWhole(await tickets.saveTicketMessageEntityWithNotifyAsync(said, true));
  assert.equal(saved.body, "With notice");
  assert.equal(await tickets.notifyNewTicketAsync(ticketId), "");
  assert.equal(await tickets.notifyNewTicketMessageAsync(ticketId), "");
  await refused(404, tickets.notifyNewTicketAsync(ABSENT));
});

test("a message is read flat, deleted, and gone", async () => {
  const { ticketId } = await newTicket({ title: "Flat" });
  const blank = await tickets.createDefaultTicketMessageEntityAsync();
  const { ejMessageId } = await tickets.saveTicketMessageEntityAsync({ ...blank, ticket: { ticketId }, body: "Short" });
  const flat = readWhole(await tickets.getTicketMessageAsync(ejMessageId));
  assert.deepEqual([flat.ticketMessageId, flat.createdBy, flat.numAttachments], [ejMessageId, ME, 0]);
  await tickets.deleteTicketMessageEntityAsync(ejMessageId);
  assert.equal(await tickets.getTicketMessageEntityAsync(ejMessageId), null);
  assert.equal((await tickets.getTicketEntityAsync(ticketId)).numMessages, 0);
});

test("users, people and companies are found by their ids, in the order asked for, without those that are not there", async () => {
  const users = webapi.getAssociateAgent();
  assert.equal(readWhole(await users.getAssociateAsync(ME)).name, "tje0");
  const asked = await users.getAssociateListAsync([360, ABSENT, ME]);
  assert.deepEqual(asked.map((user) => readWhole(user).associateId), [360, ME]);
  assert.equal(await users.getAssociateAsync(ABSENT), null);
  const person = await webapi.getPersonAgent().getPersonAsync(745);
  assert.deepEqual(await webapi.getPersonAgent().getPersonListAsync([745, ABSENT]), [person]);
  const company = await webapi.getContactAgent().getContactAsync(person.contactId);
  assert.deepEqual(await webapi.getContactAgent().getContactListAsync([ABSENT, person.contactId]), [company]);
});

// Each kind of row of a list: how one is found, how several are, and how all are.
const ROWS = [
  ["ticketCategoryId", "getTicketCategoryEntityAsync", "getTicketCategoryListAsync", "getTicketCategoriesAsync"],
  ["ticketStatusId", "getTicketStatusEntityAsync", "getTicketStatusListAsync", "getTicketStatusesAsync"],
  ["id", "getTicketPriorityAsync", "getTicketPriorityListAsync", "getTicketPrioritiesAsync"],
  ["ticketTypeId", "getTicketTypeEntityAsync", "getTicketTypeListAsync", "getTicketTypesAsync"],
  ["id", "getPriorityAsync", "getPriorityListAsync", "getPrioritiesAsync"],
];
for (const [key, one, several, all] of ROWS) {
  test(`${one}, ${several} and ${all} tell of the same rows`, async () => {
    const rows = await lists[all]();
    assert.ok(rows.length > 1);
    const [first, second] = rows.map(readWhole);
    assert.deepEqual(differences(first, await lists[one](first[key])), []);
    const two = await lists[several]([second[key], ABSENT, first[key]]);
    assert.deepEqual(two.map((row) => row[key]).sort(), [first[key], second[key]].sort());
    assert.equal(await lists[one](ABSENT), null);
  });
}

test("a ticket's priority is told flat and whole, with the names of both alike", async () => {
  const [flat] = await lists.getTicketPrioritiesAsync();
  const whole = readWhole(await lists.getTicketPriorityEntityAsync(flat.id));
  assert.equal(whole.name, flat.value);
  const every = await lists.getAllTicketPrioritiesAsync(true);
  assert.ok(every.some((row) => row.ticketPriorityId === flat.id));
  const category = readWhole(await lists.getTicketCategoryAsync(520));
  assert.equal(category.value, (await lists.getTicketCategoryEntityAsync(520)).name);
});

test("a message of the desk to one user is taken back for that user alone", async () => {
  const diagnostics = webapi.getDiagnosticsAgent();
  const send = (user) => diagnostics.sendSystemMessageAsync("for two", user, "**Ahoy**", null, SystemMessageType.Info);
  await Promise.all([send(ME), send(360)]);
  const of = async (user) => (await diagnostics.getSystemMessagesAsync(user)).filter((one) => one.systemMessageId === "for two");
  const [mine] = await of(ME);
  await diagnostics.removeSystemMessageForAssociateAsync(mine.onlineappId, "for two", ME);
  assert.deepEqual(await of(ME), []);
  assert.equal((await of(360)).length, 1);
});
