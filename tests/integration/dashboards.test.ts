import { expect, test } from "bun:test";
import { z } from "zod";
import { newMeasuredShop } from "../helpers/metrics.ts";

const root = new URL("../../deploy/", import.meta.url).pathname;

/** Every name that is a metric's, of all that an expression holds. */
const namesIn = (expression: string) => expression.match(/\b(?:bodega|nodejs|process)_\w+/g) ?? [];

const dashboard = z.object({
  panels: z.array(z.object({ title: z.string(), targets: z.array(z.object({ expr: z.string() })).min(1) })),
});

const alerts = z.object({
  groups: z.array(z.object({ rules: z.array(z.object({ alert: z.string(), expr: z.string() })) })),
});

async function expressions(): Promise<[where: string, expression: string][]> {
  const { panels } = dashboard.parse(await Bun.file(`${root}grafana/bodega.json`).json());
  const { groups } = alerts.parse(Bun.YAML.parse(await Bun.file(`${root}prometheus/alerts.yml`).text()));
  return [
    ...panels.flatMap(({ title, targets }) => targets.map(({ expr }) => [title, expr] as [string, string])),
    ...groups.flatMap(({ rules }) => rules.map(({ alert, expr }) => [alert, expr] as [string, string])),
  ];
}

/** The names of all samples of a shop in which everything that is counted has happened. */
async function exposedNames(): Promise<ReadonlySet<string>> {
  const { client, metrics, read } = await newMeasuredShop();
  await client.cart.create.mutate();
  await client.catalog.product.query({ slug: "nowhere" }).catch(() => {});
  metrics.providerCalled({ provider: "stripe", call: "begin", outcome: "answered" }, 100);
  metrics.providerCircuit("stripe", false);
  metrics.redisUp(true);
  metrics.redisFailed("limits");
  return new Set([...(await read()).keys()].map((sample) => sample.replace(/\{.*/, "")));
}

test("every metric that the dashboard and the alerts name is one that the shop tells", async () => {
  const exposed = await exposedNames();
  const unknown = (await expressions()).flatMap(([where, expression]) =>
    namesIn(expression)
      .filter((name) => !exposed.has(name))
      .map((name) => `${where}: ${name}`),
  );
  expect(unknown).toEqual([]);
});

test("every metric of the shop's own is on the dashboard", async () => {
  const shown = new Set((await expressions()).flatMap(([, expression]) => namesIn(expression)));
  const familyOf = (name: string) => name.replace(/_(bucket|sum|count)$/, "");
  const families = new Set([...shown].map(familyOf));
  const missing = [...(await exposedNames())].filter(
    (name) => name.startsWith("bodega_") && !families.has(familyOf(name)),
  );
  expect(missing).toEqual([]);
});
