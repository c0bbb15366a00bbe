// Lists of rows: the archive agent of the official client, with its encoded values.
const assert = require("node:assert/strict");
const test = require("node:test");
const { readWhole, refused, signedIn } = require("./desk");

const webapi = signedIn();
const archive = webapi.getArchiveAgent();
const tickets = webapi.getTicketAgent();
const COLUMNS = ["ticketId", "title", "createdAt", "has_attachment"];
const NAME = `Lighthouse ${process.hrtime.bigint()}`;
const TITLES = ["Bulb", "Door", "Stairs"].map((part) => `${NAME} ${part}`);
let ids = [];

test.before(async () => {
  const blank = await tickets.createDefaultTicketEntityAsync();
  for (const title of TITLES) ids.push((await tickets.saveTicketEntityAsync({ ...blank, title })).ticketId);
});

const named = () => [{ name: "title", operator: "begins", values: [NAME], isActive: true }];
const descending = [{ name: "title", direction: "DESC" }];
const titles = (rows) => rows.map((row) => row.columnData.title.displayValue);
const WAYS = {
  "arrays": () => archive.getArchiveListByColumnsAsync("Ticket", COLUMNS, descending, named(), ["ticket"], 0, 10),
  "arrays and a context": () =>
    archive.getArchiveListByColumnsWithContextAsync("Ticket", COLUMNS, descending, named(), ["ticket"], 0, 10, ""),
  "texts": () => archive.getArchiveListByColumns2Async("Ticket", COLUMNS.join(), "title desc", `title begins '${NAME}'`, "", 0, 10),
  "texts and a context": () =>
    archive.getArchiveListByColumnsWithContext2Async("Ticket", COLUMNS.join(), "title desc", `title begins '${NAME}'`, "", 0, 10, ""),
};

for (const [way, ask] of Object.entries(WAYS)) {
  test(`rows are asked for by ${way}, in the order and with the values that were saved`, async () => {
    const rows = await ask();
    rows.forEach(readWhole);
    assert.deepEqual(titles(rows), [...TITLES].reverse());
    assert.deepEqual(rows.map((row) => row.primaryKey), [...ids].reverse());
    assert.deepEqual(rows.map((row) => row.columnData.ticketId.displayValue), [...ids].reverse().map((id) => `[I:${id}]`));
    assert.match(rows[0].columnData.createdAt.displayValue, /^\[DT:\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/);
    assert.equal(rows[0].columnData.has_attachment.displayValue, "[I:0]");
  });
}

test("a page says how many rows there are in all", async () => {
  const filter = `title begins '${NAME}'`;
  const byArrays = await archive.getArchiveListByColumnsWithHeaderAsync("Ticket", COLUMNS, [], named(), [], 1, 2, "");
  const byTexts = await archive.getArchiveListByColumnsWithHeader2Async("Ticket", COLUMNS.join(), "ticketId asc", filter, "", 1, 2, "");
  for (const page of [byArrays, byTexts]) {
    readWhole(page);
    assert.deepEqual([page.rowCount, page.rows.length], [3, 1]);
  }
  assert.deepEqual(titles(byTexts.rows), [TITLES[2]]);
});

test("a negative page passes over so many rows", async () => {
  const rows = await archive.getArchiveListByColumns2Async("Ticket", "title", "title", `title begins '${NAME}'`, "", -1, 10);
  assert.deepEqual(titles(rows), TITLES.slice(1));
});

test("restrictions are joined by or, in parentheses", async () => {
  const is = (title, more) => ({ name: "title", operator: "is", values: [title], isActive: true, ...more });
  const restrictions = [
    is(TITLES[0], { interOperator: "Or", interParenthesis: 1 }),
    is(TITLES[2], { interParenthesis: -1, interOperator: "And" }),
    { name: "ticketId", operator: "oneOf", values: ids.slice(1).map((id) => `[I:${id}]`), isActive: true },
    is("nothing", { isActive: false }),
  ];
  assert.deepEqual(titles(await archive.getArchiveListByColumnsAsync("Ticket", ["title"], [], restrictions, [], 0, 10)), [TITLES[2]]);
});

test("archives tell of themselves: their names, columns, kinds of rows, and an empty result", async () => {
  assert.ok((await archive.getProviderNamesAsync()).includes("FindAppointment"));
  const columns = await archive.getAvailableColumnsAsync("Ticket", "");
  columns.forEach(readWhole);
  const title = columns.find((column) => column.name === "title");
  assert.deepEqual([title.canOrderBy, title.canRestrictBy, title.restrictionType], [true, true, "string"]);
  const kinds = await archive.getAvailableEntitiesAsync("Ticket", "");
  assert.ok(kinds.map((kind) => readWhole(kind).name).includes("ticket"));
  const none = readWhole(await archive.createDefaultArchiveListResultAsync());
  assert.deepEqual([none.rowCount, none.rows], [0, []]);
});

test("an archive, a column or an operator that is not there is refused in words", async () => {
  await refused(404, archive.getAvailableColumnsAsync("nonsense", ""));
  const ask = (restriction) => archive.getArchiveListByColumns2Async("Ticket", "title", "", restriction, "", 0, 10);
  assert.match((await refused(400, ask("titel is 'x'"))).data.ErrorMessage, /titel.*did you mean title/);
  assert.match((await refused(400, ask("title sings 'x'"))).data.ErrorMessage, /sings/);
});
