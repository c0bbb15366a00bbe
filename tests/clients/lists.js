// Lists: the List and MDO agents of the official client.
const assert = require("node:assert/strict");
const test = require("node:test");
const { readWhole, refused, signedIn } = require("./desk");

const webapi = signedIn();
const list = webapi.getListAgent();
const mdo = webapi.getMDOAgent();
const ABSENT = 2147483000;

test("every list can be read whole", async () => {
  const reads = [
    list.getPrioritiesAsync(),
    list.getTasksAsync(),
    list.getAllTasksAsync(true),
    list.getTicketCategoriesAsync(),
    list.getTicketPrioritiesAsync(),
    list.getAllTicketPrioritiesAsync(true),
    list.getTicketStatusesAsync(),
    list.getTicketTypesAsync(),
    list.getListDefinitionsAsync(false),
  ];
  for (const items of await Promise.all(reads)) {
    assert.ok(items.length > 0);
    items.forEach(readWhole);
  }
});

test("a row is found by its id, and one that is not there is null", async () => {
  const [status] = await list.getTicketStatusesAsync();
  assert.deepEqual(await list.getTicketStatusEntityAsync(status.ticketStatusId), status);
  assert.deepEqual(await list.getTicketStatusListAsync([status.ticketStatusId]), [status]);
  assert.equal(await list.getTicketStatusEntityAsync(ABSENT), null);
  assert.equal(await list.getPriorityAsync(ABSENT), null);
  assert.equal(await list.getTicketCategoryAsync(ABSENT), null);
});

test("a status is made, changed and retired", async () => {
  const blank = readWhole(await list.createDefaultTicketStatusEntityAsync());
  const made = readWhole(await list.saveTicketStatusEntityAsync({ ...blank, name: "With the maker", status: "Active" }));
  const changed = await list.saveTicketStatusEntityAsync({ ...made, usedInQueue: true });
  assert.equal(changed.usedInQueue, true);
  await list.deleteTicketStatusEntityAsync(made.ticketStatusId);
  const left = await list.getTicketStatusesAsync();
  assert.ok(!left.some((status) => status.ticketStatusId === made.ticketStatusId));
});

test("boxes are filled from lists of choices", async () => {
  const statuses = await mdo.getSimpleListAsync("ticketstatus");
  statuses.forEach(readWhole);
  assert.ok(statuses.length > 3);
  assert.deepEqual(await mdo.getListAsync("TicketStatus", true, "", false), statuses);
  assert.deepEqual(await mdo.getListItemAsync("ticketstatus", statuses[0].id), statuses[0]);
  assert.ok((await mdo.getListNamesAsync()).includes("ejcategory"));
  (await mdo.getSelectableSimpleListAsync("country")).forEach(readWhole);
  await refused(404, mdo.getSimpleListAsync("nonsense"));
});
