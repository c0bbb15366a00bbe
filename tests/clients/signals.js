// Workflow events and system messages.
const assert = require("node:assert/strict");
const test = require("node:test");
const { SystemMessageType, WorkflowEventType } = require("@superoffice/webapi");
const { readWhole, refused, signedIn } = require("./desk");

const workflow = signedIn().getWorkflowAgent();
const diagnostics = signedIn().getDiagnosticsAgent();

test("a workflow event of every known type is answered with its type", async () => {
  for (const eventType of Object.values(WorkflowEventType)) {
    const attributes = `the attributes of ${eventType}`;
    const result = readWhole(await workflow.sendEventAsync({ eventType, attributes }));
    assert.equal(result.eventType, eventType);
  }
});

test("a null workflow event is taken, as the documentation shows it", async () => {
  const result = readWhole(await workflow.sendEventAsync(null));
  assert.equal(result.eventType, "None");
});

test("a system message of every type is sent and answers nothing", async () => {
  for (const type of [SystemMessageType.Unspecified, SystemMessageType.Info, SystemMessageType.Warning, SystemMessageType.Error]) {
    assert.equal(typeof type, "number");
    const id = `message ${type}`;
    assert.equal(await diagnostics.sendSystemMessageAsync(id, 360, "**Ahoy**", new Date("2030-01-01T00:00:00Z"), type), "");
    assert.equal(await diagnostics.sendSystemMessageAsync(id, 360, "Ahoy again", null, type), "");
  }
});

test("a system message for nobody is refused", async () => {
  const sent = diagnostics.sendSystemMessageAsync("id", 2147483000, "Ahoy", null, SystemMessageType.Info);
  const { data } = await refused(400, sent);
  assert.match(data.ErrorMessage, /^\$\.AssociateId: /);
});

test("a system message is read by its reader and removed", async () => {
  await diagnostics.sendSystemMessageAsync("to be read", 5, "**Ahoy**", null, SystemMessageType.Error);
  const read = (await diagnostics.getSystemMessagesAsync(5)).filter((message) => message.systemMessageId === "to be read");
  assert.deepEqual(read.map((message) => readWhole(message).markdownMessage), ["**Ahoy**"]);
  await diagnostics.removeSystemMessageAsync(read[0].onlineappId, "to be read");
  const left = await diagnostics.getSystemMessagesAsync(5);
  assert.ok(!left.some((message) => message.systemMessageId === "to be read"));
  await diagnostics.removeExpiredSystemMessagesAsync();
});

test("flows are asked to run, and nothing waits", async () => {
  readWhole(await workflow.createDefaultWorkflowEventAsync());
  readWhole(await workflow.createDefaultWorkflowEventResultAsync());
  assert.ok(new Date(await workflow.runAsync()) > new Date("9999-12-30T00:00:00Z"));
});
