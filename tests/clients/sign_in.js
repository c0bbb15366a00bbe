// The ways to sign in, and what happens without.
const assert = require("node:assert/strict");
const test = require("node:test");
const { AppointmentRestApi, WebApi } = require("@superoffice/webapi");
const { address, readWhole, refused, signedIn } = require("./desk");

const token = process.env.FJORD_TOKEN;

function asking(prepare) {
  const webapi = new WebApi(address);
  prepare(webapi);
  return webapi.getTicketAgent().createDefaultTicketEntityAsync();
}

const WAYS = {
  "a password": (webapi) => webapi.authenticateWithPassword("tje0", "Tje0"),
  "a ticket": (webapi) => webapi.authenticateWithTicket(token),
  "a bearer token": (webapi) => webapi.authenticateWithToken(token),
};
for (const [way, prepare] of Object.entries(WAYS)) {
  test(`who signs in with ${way} is that user`, async () => {
    assert.equal(readWhole(await asking(prepare)).createdBy.name, "tje0");
  });
}

test("the REST class signs in the way its own documentation shows", async () => {
  const rest = new AppointmentRestApi(address, { auth: { username: "jpe0", password: "Jpe0" } });
  assert.equal((await rest.getDefaultAsync()).associate.name, "jpe0");
});

const NOT_IN = {
  "a wrong password": (webapi) => webapi.authenticateWithPassword("tje0", "tje0"),
  "an unknown name": (webapi) => webapi.authenticateWithPassword("nobody", "Nobody"),
  "an unknown ticket": (webapi) => webapi.authenticateWithTicket("7T:MQAz=="),
  "an unknown token": (webapi) => webapi.authenticateWithToken("8A:Cust12345.abc"),
  nothing: () => undefined,
};
for (const [way, prepare] of Object.entries(NOT_IN)) {
  test(`who comes with ${way} is asked to sign in`, async () => {
    const { headers } = await refused(401, asking(prepare));
    assert.match(headers["www-authenticate"], /^Basic /);
  });
}

test("who may only look is told so, in the entity and when they try to change it", async () => {
  const { ETableRight } = require("@superoffice/webapi");
  const agent = signedIn("nok0", "Nok0").getTicketAgent();
  const ticket = readWhole(await agent.getTicketEntityAsync(786));
  assert.equal(ticket.tableRight.mask, ETableRight.Select);
  await refused(403, agent.saveTicketEntityAsync({ ...ticket, title: "Mine" }));
  const unchanged = await agent.getTicketEntityAsync(786);
  assert.equal(unchanged.title, ticket.title);
});
