// The desk that the scripts call, and what they hold against every answer.
const assert = require("node:assert/strict");
const fs = require("node:fs");
const dayjs = require("dayjs");
const { WebApi } = require("@superoffice/webapi");

const address = process.env.FJORD_ADDRESS;
const token = process.env.FJORD_TOKEN;

const SIGN_INS = {
  password: (webapi) => webapi.authenticateWithPassword("tje0", "Tje0"),
  ticket: (webapi) => webapi.authenticateWithTicket(token),
  token: (webapi) => webapi.authenticateWithToken(token),
};

// Which methods were called, for the table of those that have to be.
const called = new Set();
process.on("exit", () => {
  if (process.env.FJORD_CALLED) fs.writeFileSync(process.env.FJORD_CALLED, JSON.stringify([...called]));
});

/** The same object, with the methods named `...Async` that are called noted under its name. */
function noting(name, object) {
  const get = (target, member) => {
    if (typeof target[member] !== "function") return target[member];
    return (...given) => {
      if (member.endsWith("Async")) called.add(`${name}.${member}`);
      return target[member](...given);
    };
  };
  return new Proxy(object, { get });
}

/** The client, signed in as the administrator of the demo world, in the one way of this process. */
function signedIn() {
  const webapi = new WebApi(address);
  SIGN_INS[process.env.FJORD_SIGN_IN](webapi);
  const get = (target, member) =>
    /^get\w+(Agent|RestApi)$/.test(member) ? () => noting(member.slice(3), target[member]()) : target[member];
  return new Proxy(webapi, { get });
}

/**
 * The paths of members that the client could not read: it looks names up exactly and turns an enum member
 * that it does not know into undefined, a duration that it does not know into NaN.
 */
function unread(value, path = "$") {
  if (value === undefined) return [path];
  if (value === null || typeof value !== "object") return Number.isNaN(value) ? [path] : [];
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? [path] : [];
  if (dayjs.isDuration(value)) return Number.isNaN(value.asMilliseconds()) ? [path] : [];
  return Object.entries(value).flatMap(([name, inner]) => unread(inner, `${path}.${name}`));
}

/** Fails unless the client could read all of an entity; gives the entity back. */
function readWhole(entity) {
  assert.ok(entity, "there is an entity");
  assert.deepEqual(unread(entity), []);
  return entity;
}

/** A copy as plain values, so that two entities can be compared. */
function plain(entity) {
  return JSON.parse(JSON.stringify(entity));
}

/** The names of the members in which two entities differ. */
function differences(before, after) {
  const [one, other] = [plain(before), plain(after)];
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names].filter((name) => JSON.stringify(one[name]) !== JSON.stringify(other[name])).sort();
}

/** The answer of a call that must be refused with this status; its error shape is checked. */
async function refused(status, promise) {
  const { response } = await promise.then(
    () => assert.fail("it was not refused"),
    (error) => error,
  );
  assert.ok(response, "there is an answer");
  assert.equal(response.status, status);
  assert.equal(response.data.Error, true);
  assert.equal(typeof response.data.ErrorMessage, "string");
  assert.equal(response.data.Message, response.data.ErrorMessage);
  return response;
}

module.exports = { address, differences, plain, readWhole, refused, signedIn, token, unread };
