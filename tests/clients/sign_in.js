// The ways to sign in, and what happens without.
const assert = require("node:assert/strict");
const test = require("node:test");
const { AppointmentRestApi, ETableRight, TicketAgent } = require("@superoffice/webapi");
const { address, readWhole, refused, token } = require("./desk");

// Options of their own: `new WebApi(...)` shares its credentials with every later one of the process.
const options = (axiosConfig) => ({ baseUrl: address, axiosConfig });
const password = (username, word) => options({ auth: { username, password: word } });
const header = (Authorization) => options({ headers: { Authorization } });
const asking = (how) => new TicketAgent(how).createDefaultTicketEntityAsync();

const WAYS = [
  ["a password", password("nok0", "Nok0"), "nok0"],
  ["a ticket", header(`SOTicket ${token}`), "tje0"],
  ["a bearer token", header(`Bearer ${token}`), "tje0"],
];
for (const [way, how, name] of WAYS) {
  test(`who signs in with ${way} is that user, to the agents and to the REST class`, async () => {
    assert.equal(readWhole(await asking(how)).createdBy.name, name);
    assert.equal((await new AppointmentRestApi(how).getDefaultAsync()).associate.name, name);
  });
}

const NOT_IN = {
  "a wrong password": password("tje0", "tje0"),
  "an unknown name": password("nobody", "Nobody"),
  "an unknown ticket": header("SOTicket 7T:MQAz=="),
  "an unknown token": header("Bearer 8A:Cust12345.abc"),
  nothing: options({}),
};
for (const [way, how] of Object.entries(NOT_IN)) {
  test(`who comes with ${way} is asked to sign in`, async () => {
    const { headers } = await refused(401, asking(how));
    assert.match(headers["www-authenticate"], /^Basic /);
    await refused(401, new AppointmentRestApi(how).postAsync({ title: "x" }));
  });
}

test("who may only look is told so, in the entity and when they try to change it", async () => {
  const agent = new TicketAgent(password("nok0", "Nok0"));
  const ticket = readWhole(await agent.getTicketEntityAsync(786));
  assert.equal(ticket.tableRight.mask, ETableRight.Select);
  await refused(403, agent.saveTicketEntityAsync({ ...ticket, title: "Mine" }));
  const unchanged = await agent.getTicketEntityAsync(786);
  assert.equal(unchanged.title, ticket.title);
});
