// Messages and attachments: the ticket agent of the official client.
const assert = require("node:assert/strict");
const test = require("node:test");
const { differences, readWhole, refused, signedIn } = require("./desk");

const agent = signedIn().getTicketAgent();
const ABSENT = 2147483000;

async function newTicket(title) {
  return agent.saveTicketEntityAsync({ ...(await agent.createDefaultTicketEntityAsync()), title });
}

async function say(ticketId, values) {
  const blank = readWhole(await agent.createDefaultTicketMessageEntityAsync());
  return readWhole(await agent.saveTicketMessageEntityAsync({ ...blank, ticket: { ticketId }, ...values }));
}

test("a message is saved, read back as it was answered, and survives being sent back whole", async () => {
  const { ticketId } = await newTicket("Said");
  const saved = await say(ticketId, { body: "Hei", slevel: "External", messageHeaders: [{ name: "To", value: "a@x.example" }] });
  assert.equal(saved.ticket.ticketId, ticketId);
  assert.equal(saved.searchTitle, "Said");
  const read = readWhole(await agent.getTicketMessageEntityAsync(saved.ejMessageId));
  assert.deepEqual(differences(saved, read), []);
  const again = readWhole(await agent.saveTicketMessageEntityAsync(read));
  assert.deepEqual(differences(read, again), ["ticket"]);
  const listed = await agent.getTicketMessageEntitiesAsync(ticketId, []);
  assert.deepEqual(listed.map((message) => message.ejMessageId), [saved.ejMessageId]);
  const { numMessages, numReplies } = await agent.getTicketEntityAsync(ticketId);
  assert.deepEqual([numMessages, numReplies], [1, 1]);
});

test("bytes go up as base64, hang on a message, and come down whole", async () => {
  const { ticketId } = await newTicket("With a file");
  const { ejMessageId } = await say(ticketId, { body: "See" });
  const blank = readWhole(await agent.createDefaultAttachmentEntityAsync());
  const saved = readWhole(await agent.saveAttachmentEntityAsync({ ...blank, name: "Lamp.txt", contentType: "text/plain" }));
  await agent.uploadAttachmentAsync(saved.attachmentId, "light"); // the client encodes it
  await agent.addAttachmentsAsync(ejMessageId, [saved.attachmentId]);
  const [known] = await agent.getTicketAttachmentsAsync(ticketId);
  assert.deepEqual([known.attachmentId, known.attSize, known.isSafeFileExtension], [saved.attachmentId, 5, true]);
  const read = readWhole(await agent.getTicketMessageEntityAsync(ejMessageId));
  assert.deepEqual(read.attachmentsInfo.map((file) => file.name), ["Lamp.txt"]);
  assert.equal(Buffer.from(await agent.getAttachmentStreamAsync(saved.attachmentId)).toString(), "light");
  await agent.removeMessageAttachmentsAsync(ejMessageId, [saved.attachmentId]);
  assert.deepEqual(await agent.getTicketAttachmentsAsync(ticketId), []);
});

test("tickets are merged, and the merged one is found again", async () => {
  const [stays, goes] = [await newTicket("Stays"), await newTicket("Goes")];
  await say(goes.ticketId, { body: "Hei" });
  const merged = readWhole(await agent.mergeTicketsAsync(stays, [goes.ticketId]));
  assert.deepEqual([merged.ticketId, merged.numMessages], [stays.ticketId, 1]);
  assert.equal(await agent.resolveTicketIdAsync(goes.ticketId), stays.ticketId);
  assert.equal(await agent.resolveTicketIdAsync(ABSENT), 0);
});

test("flat tickets are read whole", async () => {
  const { ticketId } = await newTicket("Flat");
  assert.equal(readWhole(await agent.getTicketAsync(ticketId)).title, "Flat");
  assert.deepEqual((await agent.getTicketsAsync([ticketId, ABSENT])).map((ticket) => ticket.ticketId), [ticketId]);
  assert.equal(await agent.getTicketAsync(ABSENT), null);
});

test("the bin is filled and emptied by ids", async () => {
  const { ticketId } = await newTicket("To the bin");
  assert.deepEqual(await agent.setDeletedStatusByIdsAsync([ticketId]), [ticketId]);
  await agent.undeleteByIdsAsync([ticketId]);
  assert.equal((await agent.getTicketEntityAsync(ticketId)).baseStatus, "Active");
});

test("a message without a ticket is refused", async () => {
  const { data } = await refused(400, agent.saveTicketMessageEntityAsync({ body: "Hei" }));
  assert.match(data.ErrorMessage, /^\$\.Ticket: /);
});

test("what the desk does not do says so", async () => {
  const { data } = await refused(501, agent.getTicketRelationsAsync(1));
  assert.match(data.ErrorMessage, /GetTicketRelations/);
});
