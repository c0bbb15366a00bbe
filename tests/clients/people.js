// Companies, people, projects and sales: the REST classes of the official client, and its agents on the same rows.
const assert = require("node:assert/strict");
const fs = require("node:fs");
const path = require("node:path");
const test = require("node:test");
const { address, differences, readWhole, refused, signedIn } = require("./desk");

const desk = signedIn();
const STAMPS = ["updatedBy", "updatedDate"];
const ABSENT = 2147483000;
const SAMPLES = path.join(__dirname, "node_modules/@superoffice/webapi/__tests__");

const KINDS = {
  Contact: {
    rest: desk.getContactRestApi(),
    get: (key) => desk.getContactAgent().getContactEntityAsync(key),
    body: { name: "Harbour", emails: [{ value: "post@harbour.example" }], category: { id: 1 } },
    key: "contactId",
    named: "name",
  },
  Person: {
    rest: desk.getPersonRestApi(),
    get: (key) => desk.getPersonAgent().getPersonEntityAsync(key),
    body: {
      firstname: "Pia",
      lastname: "Lie",
      birthDate: new Date("1990-02-01T00:00:00Z"),
      mobilePhones: [{ value: "+47 900", description: "At night" }],
    },
    key: "personId",
    named: "lastname",
  },
  Project: {
    rest: desk.getProjectRestApi(),
    get: (key) => desk.getProjectAgent().getProjectEntityAsync(key),
    body: { name: "Crane", projectMembers: [{ personId: 745 }], startDate: new Date("2026-12-01T15:00:00Z") },
    key: "projectId",
    named: "name",
  },
  Sale: {
    rest: desk.getSaleRestApi(),
    get: (key) => desk.getSaleAgent().getSaleEntityAsync(key),
    body: { heading: "Ten cranes", amount: 1000.5, earningPercent: 20, probability: 30, person: { personId: 745 } },
    key: "saleId",
    named: "heading",
  },
};

for (const [name, { rest, get, body, key, named }] of Object.entries(KINDS)) {
  const create = async () => readWhole(await rest.postAsync({ ...(await rest.getDefaultAsync()), ...body }));

  test(`${name}: a blank one can be read whole, and belongs to the caller`, async () => {
    const blank = readWhole(await rest.getDefaultAsync());
    assert.deepEqual([blank[key], blank.associate.associateId], [0, 5]);
  });

  test(`${name}: what is saved is read back as it was answered, by REST and by the agent`, async () => {
    const saved = await create();
    assert.ok(saved[key] > 0);
    assert.equal(saved[named], body[named]);
    assert.deepEqual(differences(saved, readWhole(await rest.getByIdAsync(saved[key]))), []);
    assert.deepEqual(differences(saved, readWhole(await get(saved[key]))), []);
  });

  test(`${name}: changing one member and sending the whole changes that member and nothing else`, async () => {
    const read = await rest.getByIdAsync((await create())[key]);
    const saved = readWhole(await rest.putByIdAsync(read[key], { ...read, customFields: { x_Floor: "3" } }));
    assert.deepEqual(differences(read, saved).filter((member) => !STAMPS.includes(member)), ["customFields"]);
  });

  test(`${name}: a patch changes what it names`, async () => {
    const { [key]: id } = await create();
    const patched = await rest.patchByIdAsync(id, [{ op: "replace", path: named, value: "Renamed" }]);
    assert.equal(patched[named], "Renamed");
  });

  test(`${name}: what has not changed is not sent again, and what has is not overwritten`, async () => {
    const { [key]: id } = await create();
    const since = (hours) => new Date(Date.now() + hours * 3600e3);
    assert.equal(await rest.getByIdAsync(id, { ifModifiedSince: since(1) }), null);
    assert.equal((await rest.getByIdAsync(id, { ifModifiedSince: since(-1) }))[key], id);
    await refused(412, rest.putByIdAsync(id, body, { ifUnmodifiedSince: since(-1) }));
  });

  test(`${name}: a deleted one is gone`, async () => {
    const { [key]: id } = await create();
    await rest.deleteByIdAsync(id);
    await refused(404, rest.getByIdAsync(id));
    await refused(404, rest.deleteByIdAsync(ABSENT));
    assert.equal(await get(id), null);
  });
}

/** The sort of a JSON value: only of what is there can be said what it is. */
function sort(value) {
  return value === null ? "null" : Array.isArray(value) ? "array" : typeof value;
}

/** Where two answers disagree: the order of the members that both have, and their sorts. */
function disagreements(theirs, ours) {
  const names = Object.keys(theirs).filter((member) => member in ours);
  const order = Object.keys(ours).filter((member) => member in theirs);
  const rights = ["TableRight", "FieldProperties", "_Links"]; // the order of these two is that of the version
  const plain = (members) => members.filter((member) => !rights.includes(member));
  assert.deepEqual(plain(order), plain(names));
  const missing = Object.keys(theirs).filter((member) => !(member in ours));
  const other = plain(names).filter((member) => {
    const pair = [sort(theirs[member]), sort(ours[member])];
    return !pair.includes("null") && pair[0] !== pair[1];
  });
  return [...missing, ...other];
}

test("blank companies and whole people have the members of the original's answers, in their order and sorts", async () => {
  const cases = { "ContactDefault.json": "Contact/default", "Person210.json": "Person/745" };
  for (const [sample, place] of Object.entries(cases)) {
    const theirs = JSON.parse(fs.readFileSync(path.join(SAMPLES, sample), "utf8"));
    const headers = { Authorization: `Basic ${btoa("tje0:Tje0")}` };
    const answer = await fetch(`${address}/api/v1/${place}`, { headers });
    assert.deepEqual(disagreements(theirs, await answer.json()), []);
  }
});

test("agents tell of people, companies and users as other carriers hold them", async () => {
  const person = readWhole(await desk.getPersonAgent().getPersonAsync(745));
  assert.equal(person.personId, 745);
  const company = readWhole(await desk.getContactAgent().getContactAsync(person.contactId));
  const colleagues = await desk.getContactAgent().getPersonsAsync(company.contactId);
  assert.ok(colleagues.some((one) => one.personId === 745));
  const faults = await desk.getContactAgent().validateContactEntityAsync({ name: "" });
  assert.deepEqual(Object.keys(faults), ["Name"]);
  const user = readWhole(await desk.getUserAgent().getUserFromNameAsync("tje0"));
  assert.equal(user.associateId, 5);
  const away = { status: "StatusNotAvailable", message: "At lunch" };
  assert.deepEqual({ ...(await desk.getUserAgent().setUserPresenceStatusAsync(5, away)) }, away);
});
