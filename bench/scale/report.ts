import { formatNumber, formatTable } from "../table.ts";
import type { Times } from "./measure.ts";
import { type Shape, shapes } from "./shapes.ts";

export interface Catalogue {
  products: number;
  /** In bytes. */
  size: number;
  filledMs: number;
  /** Of each shape, by its name. */
  times: ReadonlyMap<Shape, Times>;
}

export function printScale(catalogues: readonly Catalogue[]): void {
  console.log([timesTable(catalogues), sizesTable(catalogues), verdicts(catalogues)].join("\n\n"));
}

const spelled = new Intl.NumberFormat("en");

function timesTable(catalogues: readonly Catalogue[]): string {
  const header = [
    "in process, ms",
    ...catalogues.flatMap(({ products }) => [`p50 of ${spelled.format(products)}`, "p99"]),
    "growth of p50",
  ];
  const rows = shapes.map((shape) => [
    `${shape.group}: ${shape.name}`,
    ...catalogues.flatMap(({ times }) => {
      const { p50, p99 } = times.get(shape) ?? { p50: Number.NaN, p99: Number.NaN };
      return [formatNumber(p50), formatNumber(p99)];
    }),
    `${formatNumber(growth(catalogues, shape))}×`,
  ]);
  return formatTable([header, ...rows]);
}

function sizesTable(catalogues: readonly Catalogue[]): string {
  const rows = catalogues.map(({ products, size, filledMs }) => [
    `${spelled.format(products)} products of 2 variants`,
    formatNumber(size / 1e6),
    formatNumber(size / 1e3 / products),
    formatNumber(filledMs / 1e3),
  ]);
  return formatTable([["database", "MB", "kB a product", "made in s"], ...rows]);
}

/** How many times as long the median of the largest takes as that of the smallest. */
function growth(catalogues: readonly Catalogue[], shape: Shape): number {
  const smallest = catalogues[0]?.times.get(shape)?.p50 ?? Number.NaN;
  return (catalogues.at(-1)?.times.get(shape)?.p50 ?? Number.NaN) / smallest;
}

function verdicts(catalogues: readonly Catalogue[]): string {
  return shapes
    .map((shape) => {
      const { times, ms } = shape.goal;
      const most = ms === undefined ? "" : ` and < ${ms} ms`;
      const p50 = catalogues.at(-1)?.times.get(shape)?.p50 ?? Number.NaN;
      const met = growth(catalogues, shape) <= times && p50 < (ms ?? Number.POSITIVE_INFINITY);
      return `${met ? "met   " : "MISSED"} growth of p50 <= ${times}×${most}: ${shape.group}: ${shape.name}`;
    })
    .join("\n");
}
