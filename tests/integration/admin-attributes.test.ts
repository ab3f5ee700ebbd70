import { describe, expect, test } from "bun:test";
import { desc } from "drizzle-orm";
import type { Input, ShopClient } from "../../client-sdk/src/index.ts";
import { auditEvents, productAttributes } from "../../db/schema/index.ts";
import { newCustomer } from "../../testing/customers.ts";
import { newProduct } from "../../testing/products.ts";
import { createTestShop, type TestShop } from "../../testing/shop.ts";
import { newStaff } from "../../testing/staff.ts";
import { readTables } from "../helpers/dump.ts";
import { refusalOf } from "../helpers/refusal.ts";

type SaveInput = Input<"admin.catalog.saveAttribute">;

const material = {
  key: "material",
  name: "Material",
  type: "choice" as const,
  choices: ["cotton", "wool", "silk"],
};

async function newEditor() {
  const shop = await createTestShop();
  const { client } = await newStaff(shop, { permissions: ["catalog:read", "catalog:write"] });
  return { shop, catalog: client.admin.catalog };
}

/** A product of the attribute that is `material` of wool. */
async function newWoollen({ db }: TestShop) {
  const { productId } = await newProduct(db);
  await db.insert(productAttributes).values({ productId, key: "material", text: "wool" });
}

async function newestEvent({ db }: TestShop) {
  const [event] = await db.select().from(auditEvents).orderBy(desc(auditEvents.id)).limit(1);
  return { type: event?.type, subjectId: event?.subjectId, details: event?.details };
}

const refusalsOf = (calls: readonly Promise<unknown>[]) => Promise.all(calls.map(refusalOf));

const issueAt = (path: string) => ({ code: "BAD_REQUEST" as const, data: { issues: [{ path }] } });

describe("an attribute", () => {
  test("is made under its key and listed by its name", async () => {
    const { shop, catalog } = await newEditor();
    const made = await catalog.saveAttribute.mutate(material);
    expect(made).toEqual({
      ...material,
      inUse: false,
      version: 1,
      createdAt: expect.any(Date),
      updatedAt: expect.any(Date),
    });
    expect(await newestEvent(shop)).toMatchObject({
      type: "attribute-saved",
      subjectId: "material",
      details: { created: true, type: "choice", choices: material.choices },
    });
    const others = (["text", "number", "boolean"] as const).map((type) => ({ key: type, name: type, type }));
    for (const other of others) {
      expect(await catalog.saveAttribute.mutate(other)).toMatchObject({ ...other, choices: null });
    }
    const listed = (await catalog.attributes.query()).map(({ key }) => key);
    expect(listed).toEqual(["material", "boolean", "number", "text"]);
  });

  test("that no product has changes altogether, and is removed", async () => {
    const { shop, catalog } = await newEditor();
    await catalog.saveAttribute.mutate(material);
    const changed = { key: "material", name: "Made of", type: "text" as const };
    expect(await catalog.saveAttribute.mutate({ ...changed, version: 1 })).toMatchObject({
      ...changed,
      choices: null,
      version: 2,
    });
    expect((await newestEvent(shop)).details).toEqual({
      changes: {
        name: { from: "Material", to: "Made of" },
        type: { from: "choice", to: "text" },
        choices: { from: material.choices, to: null },
      },
    });
    expect(await catalog.removeAttribute.mutate({ key: "material", version: 2 })).toEqual({ done: true });
    expect(await catalog.attributes.query()).toEqual([]);
    expect(await newestEvent(shop)).toMatchObject({ type: "attribute-removed", subjectId: "material" });
  });

  test("that products have gets another name and more choices, and loses those that none has", async () => {
    const { shop, catalog } = await newEditor();
    await catalog.saveAttribute.mutate(material);
    await newWoollen(shop);
    const wider = { ...material, name: "Made of", choices: ["linen", "wool"] };
    expect(await catalog.saveAttribute.mutate({ ...wider, version: 1 })).toMatchObject({
      ...wider,
      inUse: true,
      version: 2,
    });
  });

  test("that products have keeps its type and the choices they made, and is not removed", async () => {
    const { shop, catalog } = await newEditor();
    await catalog.saveAttribute.mutate(material);
    await newWoollen(shop);
    const before = await readTables(shop);
    const retyped = catalog.saveAttribute.mutate({ key: "material", version: 1, name: "M", type: "text" });
    expect(await refusalOf(retyped)).toMatchObject(issueAt("type"));
    const narrowed = catalog.saveAttribute.mutate({ ...material, version: 1, choices: ["cotton", "silk"] });
    expect(await refusalOf(narrowed)).toMatchObject({
      code: "BAD_REQUEST",
      data: { issues: [{ path: "choices", message: expect.stringMatching(/: wool$/) }] },
    });
    const removed = catalog.removeAttribute.mutate({ key: "material" });
    expect(await refusalOf(removed)).toEqual({ code: "CONFLICT", data: {} });
    expect(await readTables(shop)).toEqual(before);
  });

  test.each(["number", "boolean"] as const)("that is a %s of products keeps its type", async (type) => {
    const { shop, catalog } = await newEditor();
    await catalog.saveAttribute.mutate({ key: "a", name: "A", type });
    const { productId } = await newProduct(shop.db);
    await shop.db.insert(productAttributes).values({ productId, key: "a", number: 1 });
    expect((await catalog.attributes.query())[0]?.inUse).toBe(true);
    const retyped = catalog.saveAttribute.mutate({ key: "a", version: 1, name: "A", type: "text" });
    expect(await refusalOf(retyped)).toMatchObject(issueAt("type"));
  });

  test("saved as it is stays as it is, and nothing is written down", async () => {
    const { shop, catalog } = await newEditor();
    const made = await catalog.saveAttribute.mutate(material);
    expect(await catalog.saveAttribute.mutate({ ...material, version: 1 })).toEqual(made);
    expect((await newestEvent(shop)).details).toMatchObject({ created: true });
  });

  test("made or changed by two at once keeps what one of them said and refuses the other", async () => {
    const { catalog } = await newEditor();
    for (const version of [undefined, 1]) {
      const names = [`One ${version}`, `Other ${version}`];
      const saves = await Promise.allSettled(
        names.map((name) => catalog.saveAttribute.mutate({ ...material, version, name, choices: [name] })),
      );
      expect(saves.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
      const [attribute] = await catalog.attributes.query();
      expect(attribute?.choices).toEqual([attribute?.name ?? ""]);
    }
  });

  test("that is there, or has changed since it was seen, is not written over", async () => {
    const { catalog } = await newEditor();
    await catalog.saveAttribute.mutate(material);
    await catalog.saveAttribute.mutate({ ...material, version: 1, name: "Made of" });
    const stale = [
      catalog.saveAttribute.mutate({ ...material, name: "Stuff" }),
      catalog.saveAttribute.mutate({ ...material, version: 1, name: "Stuff" }),
      catalog.removeAttribute.mutate({ key: "material", version: 1 }),
    ];
    const conflict = { code: "VERSION_CONFLICT" as const, data: { current: 2 } };
    expect(await refusalsOf(stale)).toEqual(stale.map(() => conflict));
    expect((await catalog.attributes.query())[0]).toMatchObject({ name: "Made of", version: 2 });
  });

  test("that there is not is not found", async () => {
    const { catalog } = await newEditor();
    const calls = [
      catalog.saveAttribute.mutate({ ...material, version: 1 }),
      catalog.removeAttribute.mutate({ key: "material" }),
    ];
    const notFound = { code: "NOT_FOUND" as const, data: {} };
    expect(await refusalsOf(calls)).toEqual(calls.map(() => notFound));
  });
});

describe("bad input changes nothing and is named by its field:", () => {
  const bad: [string, Partial<SaveInput>][] = [
    ["key", { key: "Material" }],
    ["key", { key: "" }],
    ["key", { key: "1st" }],
    ["key", { key: "a b" }],
    ["key", { key: "a.b" }],
    ["key", { key: "x".repeat(51) }],
    ["name", { name: " " }],
    ["name", { name: "x".repeat(201) }],
    ["choices", { choices: null }],
    ["choices", { choices: [] }],
    ["choices", { choices: Array.from({ length: 501 }, (_, index) => `${index}`) }],
    ["choices.1", { choices: ["cotton", ""] }],
    ["choices.1", { choices: ["cotton", " cotton "] }],
    ["choices.0", { choices: ["x".repeat(101)] }],
    ["choices", { type: "text" }],
    ["choices", { type: "number", choices: ["1"] }],
  ];

  test.each(bad)("%s", async (path, wrong) => {
    const { shop, catalog } = await newEditor();
    await catalog.saveAttribute.mutate(material);
    const before = await readTables(shop);
    const made = catalog.saveAttribute.mutate({ ...material, key: "fabric", ...wrong });
    expect(await refusalOf(made)).toMatchObject(issueAt(path));
    const changed = catalog.saveAttribute.mutate({ ...material, version: 1, ...wrong });
    expect(await refusalOf(changed)).toMatchObject(issueAt(path));
    expect(await readTables(shop)).toEqual(before);
  });
});

test("only those who may write the catalogue change attributes, and those who may read it see them", async () => {
  const { shop, catalog } = await newEditor();
  await catalog.saveAttribute.mutate(material);
  const reader = (await newStaff(shop, { permissions: ["catalog:read"] })).client;
  expect((await reader.admin.catalog.attributes.query()).length).toBe(1);
  const outsider = (await newStaff(shop, { permissions: ["orders:write"] })).client;
  const customer = (await newCustomer(shop)).client;
  const before = await readTables(shop);
  const writes = ({ admin }: ShopClient) => [
    admin.catalog.saveAttribute.mutate({ ...material, version: 1, name: "Stuff" }),
    admin.catalog.removeAttribute.mutate({ key: "material" }),
  ];
  const codesOf = async (calls: Promise<unknown>[]) =>
    new Set((await refusalsOf(calls)).map(({ code }) => code));
  expect(await codesOf(writes(reader))).toEqual(new Set(["FORBIDDEN"]));
  for (const client of [outsider, customer]) {
    const calls = [client.admin.catalog.attributes.query(), ...writes(client)];
    expect(await codesOf(calls)).toEqual(new Set(["FORBIDDEN"]));
  }
  const calls = [shop.client.admin.catalog.attributes.query(), ...writes(shop.client)];
  expect(await codesOf(calls)).toEqual(new Set(["UNAUTHENTICATED"]));
  expect(await readTables(shop)).toEqual(before);
});
