// System events over the configuration agent, which has no REST class for them.
const assert = require("node:assert/strict");
const test = require("node:test");
const { differences, readWhole, signedIn } = require("./desk");

const agent = signedIn().getConfigurationAgent();
const key = () => `test.${process.hrtime.bigint()}`;

test("a blank event comes with the defaults of the desk, and all of it can be read", async () => {
  const blank = readWhole(await agent.createDefaultSystemEventEntityAsync());
  assert.equal(blank.systemEventId, 0);
  assert.equal(blank.scope, "Database");
  assert.ok(blank.eta > new Date());
});

test("an event is saved, read, found by its key, and deleted", async () => {
  const eventkey = key();
  assert.equal(await agent.existsSystemEventAsync(eventkey), false);
  const blank = await agent.createDefaultSystemEventEntityAsync();
  const saved = readWhole(
    await agent.saveSystemEventEntityAsync({ ...blank, eventkey, eventmess: "Wait a moment", extraInfo: 7 }),
  );
  assert.ok(saved.systemEventId > 0);
  assert.deepEqual([saved.eventmess, saved.extraInfo, saved.updatedCount], ["Wait a moment", 7, 0]);
  assert.equal(saved.activatedBy.associateId, 5);
  assert.equal(saved.eta.getTime(), blank.eta.getTime());
  assert.equal(await agent.existsSystemEventAsync(eventkey), true);
  const read = readWhole(await agent.getSystemEventEntityAsync(saved.systemEventId));
  assert.deepEqual(differences(saved, read), []);
  await agent.deleteSystemEventEntityAsync(saved.systemEventId);
  assert.equal(await agent.existsSystemEventAsync(eventkey), false);
  assert.equal(await agent.getSystemEventEntityAsync(saved.systemEventId), null);
});

test("changing one member and saving the whole changes that member, and counts the update", async () => {
  const read = await agent.saveSystemEventEntityAsync({ eventkey: key(), eventmess: "Before", scope: "User", owner: 5 });
  const saved = readWhole(await agent.saveSystemEventEntityAsync({ ...read, eventmess: "After" }));
  assert.deepEqual(differences(read, saved), ["eventmess", "updatedCount"]);
  assert.equal(saved.updatedCount, read.updatedCount + 1);
});

test("the same key, scope and owner again renew the running event", async () => {
  const event = { eventkey: key(), scope: "Group", owner: 3, eventmess: "Once" };
  const first = await agent.saveSystemEventEntityAsync(event);
  const again = await agent.saveSystemEventEntityAsync({ ...event, eventmess: "Twice" });
  assert.deepEqual([again.systemEventId, again.eventmess, again.updatedCount], [first.systemEventId, "Twice", 1]);
});

test("every scope that the client knows is taken and given back", async () => {
  const { SystemEventScope } = require("@superoffice/webapi");
  for (const scope of Object.values(SystemEventScope).filter((name) => name !== "Undefined")) {
    const saved = readWhole(await agent.saveSystemEventEntityAsync({ eventkey: key(), scope }));
    assert.equal(saved.scope, scope);
  }
});
