// Tickets: the agent of the official client, which has no REST class for them.
const assert = require("node:assert/strict");
const test = require("node:test");
const { differences, readWhole, refused, signedIn } = require("./desk");

const agent = signedIn().getTicketAgent();
const ABSENT = 2147483000;
const AUTO_ASSIGN = 2147483647;

async function save(values) {
  return readWhole(await agent.saveTicketEntityAsync({ ...(await agent.createDefaultTicketEntityAsync()), ...values }));
}

test("a blank ticket comes with the defaults of the desk, and all of it can be read", async () => {
  const blank = readWhole(await agent.createDefaultTicketEntityAsync());
  assert.equal(blank.ticketId, 0);
  assert.equal(blank.baseStatus, "Active");
  assert.equal(blank.status.status, "Active");
  assert.equal(blank.createdBy.associateId, 5);
  assert.ok(blank.priority.ticketPriorityId > 0);
});

test("a saved ticket is read back as it was answered", async () => {
  const saved = await save({
    title: "The printer is on fire",
    slevel: "External",
    origin: "Phone",
    category: { ticketCategoryId: 520 },
    ownedBy: { associateId: 360 },
    person: { personId: 745 },
    secondaryPersons: [{ personId: 745 }],
    tags: [{ id: 112 }],
    deadline: new Date("2026-12-01T15:00:00.250Z"),
    customFields: { x_Floor: "3", "SuperOffice:7": "[I:1]" },
  });
  assert.ok(saved.ticketId > 0);
  const read = readWhole(await agent.getTicketEntityAsync(saved.ticketId));
  assert.deepEqual(differences(saved, read), []);
  assert.deepEqual([read.slevel, read.origin], ["External", "Phone"]);
  assert.deepEqual([read.category.ticketCategoryId, read.ownedBy.associateId, read.person.personId], [520, 360, 745]);
  assert.deepEqual([read.tags.map((tag) => tag.id), read.secondaryPersons.map((one) => one.personId)], [[112], [745]]);
  assert.equal(read.deadline.toISOString(), "2026-12-01T15:00:00.250Z");
  assert.deepEqual(read.customFields, { x_Floor: "3", "SuperOffice:7": "[I:1]" });
});

test("changing one member and saving the whole changes that member and nothing else", async () => {
  const { ticketId } = await save({ title: "Before", category: { ticketCategoryId: 520 }, tags: [{ id: 112 }] });
  const read = await agent.getTicketEntityAsync(ticketId);
  const saved = readWhole(await agent.saveTicketEntityAsync({ ...read, title: "After" }));
  assert.equal(saved.title, "After");
  assert.deepEqual(differences(read, saved), ["lastChanged", "title"]);
  assert.deepEqual(differences(saved, await agent.getTicketEntityAsync(ticketId)), []);
});

test("a ticket of the demo world, with its messages, survives being sent back whole", async () => {
  const read = readWhole(await agent.getTicketEntityAsync(786));
  const saved = readWhole(await agent.saveTicketEntityAsync(read));
  assert.deepEqual(differences(read, saved).filter((name) => name !== "lastChanged"), []);
});

test("every enum that the client knows is taken and given back", async () => {
  const { TicketOrigin, TicketReadStatus, TicketSecurityLevel } = require("@superoffice/webapi");
  const known = {
    origin: Object.values(TicketOrigin),
    readStatus: Object.values(TicketReadStatus).filter((name) => name !== "Unknown"),
    slevel: Object.values(TicketSecurityLevel).filter((name) => name !== "Unknown"),
    baseStatus: ["Active", "Closed", "Postponed", "Deleted", "Merged", "Spam"],
  };
  assert.ok(known.origin.length > 10);
  const { ticketId } = await save({ title: "All kinds" });
  for (const [member, names] of Object.entries(known)) {
    for (const name of names) {
      const saved = readWhole(await agent.saveTicketEntityAsync({ ticketId, title: "All kinds", [member]: name }));
      assert.equal(saved[member], name, `${member} ${name}`);
    }
  }
});

test("closing by base status moves the status along, and reopening back", async () => {
  const { ticketId } = await save({ title: "To be closed" });
  const open = await agent.getTicketEntityAsync(ticketId);
  const closed = await agent.saveTicketEntityAsync({ ...open, baseStatus: "Closed" });
  assert.deepEqual([closed.baseStatus, closed.status.status], ["Closed", "Closed"]);
  assert.ok(closed.closedAt > open.closedAt);
  const reopened = await agent.saveTicketEntityAsync({ ...closed, status: open.status });
  assert.deepEqual([reopened.baseStatus, reopened.status.ticketStatusId], ["Active", open.status.ticketStatusId]);
});

test("nobody owns what is assigned to user 0, and the largest id is never stored", async () => {
  const { ticketId } = await save({ title: "Whose?", ownedBy: { associateId: 360 } });
  const read = await agent.getTicketEntityAsync(ticketId);
  const unassigned = await agent.saveTicketEntityAsync({ ...read, ownedBy: { associateId: 0 } });
  assert.equal(unassigned.ownedBy, null);
  const assigned = readWhole(await agent.saveTicketEntityAsync({ ...read, ownedBy: { associateId: AUTO_ASSIGN } }));
  assert.notEqual(assigned.ownedBy?.associateId, AUTO_ASSIGN);
});

test("saving with notify answers the ticket, for a new one and for a known one", async () => {
  const made = readWhole(await agent.saveTicketEntityWithNotifyAsync({ title: "Tell them" }, true));
  assert.equal(made.title, "Tell them");
  const changed = readWhole(await agent.saveTicketEntityWithNotifyAsync({ ...made, title: "Tell no one" }, false));
  assert.deepEqual([changed.ticketId, changed.title], [made.ticketId, "Tell no one"]);
});

test("a deleted ticket lies in the bin and can still be read", async () => {
  const { ticketId } = await save({ title: "To the bin" });
  assert.equal(await agent.deleteTicketEntityAsync(ticketId), "");
  const read = readWhole(await agent.getTicketEntityAsync(ticketId));
  assert.deepEqual([read.title, read.baseStatus], ["To the bin", "Deleted"]);
});

test("a ticket that is not there is null", async () => {
  assert.equal(await agent.getTicketEntityAsync(ABSENT), null);
});

test("what cannot be saved is refused by the path of its member", async () => {
  const { data } = await refused(400, agent.saveTicketEntityAsync({ title: "x", category: { ticketCategoryId: ABSENT } }));
  assert.match(data.ErrorMessage, /^\$\.Category\.TicketCategoryId: /);
  await refused(400, agent.saveTicketEntityAsync({ title: "x".repeat(255) }));
});
