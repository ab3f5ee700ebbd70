import { describe, expect, test } from "bun:test";
import { migrations } from "../../db/migrations/index.ts";
import {
  checkMigrations,
  hashOf,
  type Migration,
  type Release,
} from "../../scripts/migrations/check-migrations.ts";

const first: Migration = {
  name: "0000_first",
  sql: `
create table shelves (id integer primary key, name text not null);
--> statement-breakpoint
create table books (
  id integer primary key,
  isbn text not null,
  title text not null default '',
  shelf_id integer references shelves(id),
  pages integer,
  state text not null,
  constraint "books_state_known" check("books"."state" in ('in', 'out (lent)')),
  check (pages > 0)
);
--> statement-breakpoint
create unique index books_isbn on books (isbn);
--> statement-breakpoint
create index books_by_title on books (title);
--> statement-breakpoint
create view titles as select title from books;
--> statement-breakpoint
create trigger books_named after insert on books begin
  update books set title = new.isbn where id = new.id and title = '';
end;`,
};

const release = (traits: Partial<Release> = {}): Release => ({
  version: "1.0.0",
  migrations: { [first.name]: hashOf(first) },
  held: {},
  ...traits,
});

const check = (list: readonly Migration[], released = release()) =>
  checkMigrations(released, { migrations: list, held: [] });

/** What is refused of a migration that comes after the release. */
function refusedOf(...statements: string[]): string[] {
  return check([first, { name: "0001_next", sql: statements.join("\n--> statement-breakpoint\n") }]);
}

/** As drizzle-kit changes what SQLite cannot alter: a copy takes the table's place. */
const rebuilt = (columns: string) => [
  "PRAGMA foreign_keys=OFF;",
  `create table __new_books (${columns});`,
  "insert into __new_books select id, isbn, title, shelf_id, pages, state from books;",
  "drop view titles;",
  "drop table books;",
  "alter table __new_books rename to books;",
  "PRAGMA foreign_keys=ON;",
  "create unique index books_isbn on books (isbn);",
  "create index books_by_title on books (title);",
  "create view titles as select title from books;",
];
const columns =
  "id integer primary key, isbn text not null, title text not null default '', shelf_id integer references shelves(id), pages integer";
const states = (list: string) => `constraint books_state_known check("__new_books"."state" in (${list}))`;
const trigger = `create trigger books_named after insert on books begin
  update books set title = new.isbn where id = new.id and title = '';
end;`;

describe("servers of the last release can bear", () => {
  test.each([
    ["a new table", "create table authors (id integer primary key, name text not null unique);"],
    ["a new column that may be null", "alter table books add author text;"],
    ["a new column with a default", "alter table books add copies integer not null default 1;"],
    [
      "a new column with a check and a reference of its own",
      "alter table books add author_id integer references shelves(id) check (author_id > 0);",
    ],
    [
      "rows of a new table",
      "create table shops (name text); --> statement-breakpoint\nupdate shops set name = '';",
    ],
    ["a new index", "create index books_by_pages on books (pages);"],
    ["new rows", "insert or ignore into shelves values (1, 'do not update books');"],
    ["a new view", "create view pages as select pages from books;"],
    [
      "a unique index that no row of theirs is in",
      "alter table books add barcode text; create unique index books_barcode on books (barcode);",
    ],
    [
      "a trigger that only writes elsewhere",
      "create table changes (id integer); create trigger books_changed after update on books begin insert into changes values (new.id); end;",
    ],
  ])("%s", (_, sql) => {
    expect(refusedOf(sql)).toEqual([]);
  });

  test("a table that is copied and renamed, with all that it had", () => {
    const same = `${columns}, state text not null, ${states("'in', 'out (lent)'")}, check (pages > 0)`;
    expect(refusedOf(...rebuilt(same), trigger)).toEqual([]);
  });
});

describe("servers of the last release cannot bear", () => {
  const holdBack = (what: string) => `0001_next ${what}: hold it back until no server of 1.0.0 is left`;

  const broken: Record<string, string[]> = {
    "drop view titles; drop table books;": ["drops table books", "drops view titles"],
    "alter table shelves rename to racks;": ["drops table shelves", 'changes foreign key books["shelf_id"]'],
    "alter table shelves rename column name to label;": [
      "drops column shelves.name",
      "adds column shelves.label",
    ],
    "drop index books_isbn;": ["drops index books_isbn"],
    "drop index books_by_title;": ["drops index books_by_title"],
    "drop view titles;": ["drops view titles"],
    "drop trigger books_named;": ["drops trigger books_named"],
    "create unique index books_title on books (title);": ["adds index books_title"],
    "drop index books_isbn; create unique index books_isbn on books (isbn, title);": [
      "changes index books_isbn",
    ],
    "alter table books add edition integer not null default 1; create unique index editions on books (title, edition);":
      ["adds index editions"],
  };
  test.each(Object.entries(broken))("%s", (sql, what) => {
    expect(refusedOf(sql)).toEqual(what.map(holdBack));
  });

  test.each([
    [
      "columns that are needed now, dropped or of another type",
      `id integer primary key, isbn text not null, title text not null default '', shelf_id integer references shelves(id), pages text, state text, binding text not null, ${states("'in', 'out (lent)'")}`,
      [
        "changes column books.pages",
        "changes column books.state",
        "drops check of books: pages > 0",
        "adds column books.binding",
      ],
    ],
    [
      "a reference that is followed otherwise, and a new one",
      `id integer primary key references shelves(id), isbn text not null, title text not null default '', shelf_id integer references shelves(id) on delete cascade, pages integer, state text not null, ${states("'in', 'out (lent)'")}, check (pages > 0)`,
      ['changes foreign key books["shelf_id"]', 'adds foreign key books["id"]'],
    ],
  ])("%s", (_, table, what) => {
    const binding = table.includes("binding");
    const copy = rebuilt(table).map((sql) =>
      binding ? sql.replace("pages, state from", "pages, state, '' from") : sql,
    );
    expect(refusedOf(...copy, trigger).toSorted()).toEqual(what.map(holdBack).toSorted());
  });

  test("a table that is copied without its triggers", () => {
    const same = `${columns}, state text not null, ${states("'in', 'out (lent)'")}, check (pages > 0)`;
    expect(refusedOf(...rebuilt(same))).toEqual([holdBack("drops trigger books_named")]);
  });
});

describe("what only a reader can judge is refused unless the migration says that they can:", () => {
  test.each([
    [
      "a changed check",
      "changes check books_state_known",
      [
        ...rebuilt(
          `${columns}, state text not null, ${states("'in', 'out (lent)', 'lost'")}, check (pages > 0)`,
        ),
        trigger,
      ],
    ],
    [
      "a changed view",
      "changes view titles",
      ["drop view titles; create view titles as select isbn title from books;"],
    ],
    [
      "a changed trigger",
      "changes trigger books_named",
      [
        "drop trigger books_named; create trigger books_named after insert on books begin update books set title = '-' where id = new.id; end;",
      ],
    ],
    [
      "a trigger that refuses",
      "adds trigger shelves_stay",
      ["create trigger shelves_stay before delete on shelves begin select raise(abort, 'no'); end;"],
    ],
    ...[
      "-- all are in\nupdate books set state = 'in';",
      "/* all are in */ UPDATE OR IGNORE\n  main.Books SET state = 'in';",
      "with late as (select id from books) update `books` set state = 'in' where id in late;",
      'delete from "books";',
      "replace into books (id, isbn, state) select id, isbn, 'in' from books;",
      "insert or replace into books (id, isbn, state) select id, isbn, 'in' from books;",
      "insert into books (id, isbn, state) values (1, '', 'in') on conflict do update set state = 'in';",
    ].map((sql): [string, string, string[]] => [sql, "rewrites rows of books", [sql]]),
  ])("%s", (_, what, statements) => {
    expect(refusedOf(...statements)).toEqual([
      `0001_next ${what}: say "-- borne: ${what}" in it if 1.0.0 gets along with that, else hold it back`,
    ]);
    expect(refusedOf(`-- borne: ${what}`, ...statements)).toEqual([]);
  });

  test("a word too many is refused as well", () => {
    expect(refusedOf("-- borne: changes view titles")).toEqual([
      "0001_next says that it changes view titles, and does not",
    ]);
  });
});

describe("what the last release held back", () => {
  const contract: Migration = { name: "0001_contract", sql: "alter table shelves drop column name;" };
  const holding = release({ held: { [contract.name]: hashOf(contract) } });

  test("may be taken away after it", () => {
    expect(check([first, contract], holding)).toEqual([]);
    expect(check([first, contract])).toEqual([
      "0001_contract drops column shelves.name: hold it back until no server of 1.0.0 is left",
    ]);
  });

  test("is what it was then: anything else waits for a release more", () => {
    const more = { ...contract, sql: `${contract.sql} drop index books_isbn;` };
    expect(check([first, more], holding)).toHaveLength(2);
  });

  test("excuses nothing that comes after it", () => {
    const next = { name: "0002_next", sql: "drop index books_isbn;" };
    expect(check([first, contract, next], holding)).toEqual([
      "0002_next drops index books_isbn: hold it back until no server of 1.0.0 is left",
    ]);
  });

  test("comes after all that was released, also where it was numbered before", () => {
    const later = { name: "0002_later", sql: "create table later (id integer);" };
    const both = release({
      migrations: { [first.name]: hashOf(first), [later.name]: hashOf(later) },
      held: { [contract.name]: hashOf(contract) },
    });
    expect(check([first, later, contract], both)).toEqual([]);
    expect(check([first, contract, later], both)).toEqual([
      "0002_later is of 1.0.0: it stays as and where it was",
    ]);
  });
});

test("a migration that was released is neither edited nor removed", () => {
  const edited = { ...first, sql: `${first.sql} create table more (id integer);` };
  expect(check([edited])).toEqual(["0000_first is of 1.0.0: it stays as and where it was"]);
  expect(check([])).toEqual(["0000_first is of 1.0.0: it stays as and where it was"]);
});

test("of our own schema what is dropped is found, and nothing where nothing is", () => {
  const ours = release({
    migrations: Object.fromEntries(migrations.map((migration) => [migration.name, hashOf(migration)])),
  });
  expect(check(migrations, ours)).toEqual([]);
  const sql = "drop trigger stock_movement; drop index carts_idle; alter table products add note text;";
  expect(check([...migrations, { name: "9999_next", sql }], ours).map((text) => text.split(":")[0])).toEqual([
    "9999_next drops index carts_idle",
    "9999_next drops trigger stock_movement",
  ]);
});
