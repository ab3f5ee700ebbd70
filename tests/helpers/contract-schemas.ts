import { z } from "zod";

const point = z.object({ x: z.number(), y: z.number() });

interface Folder {
  name: string;
  folders: Folder[];
}

const folder: z.ZodType<Folder, Folder> = z
  .object({
    name: z.string(),
    get folders() {
      return z.array(folder);
    },
  })
  .meta({ id: "Folder" });

const place = point.meta({ id: "Place", description: "Where it is" });

/** A type that only TypeScript knows. */
interface Tree {
  /** What it bears */
  leaf: string;
  branches?: readonly Tree[];
}

type Suit = "clubs" | "hearts";

interface Loop {
  again?: Loop | undefined;
}
const loop: z.ZodType<Loop, Loop> = z.object({
  get again() {
    return loop.optional();
  },
});

/** One schema of each kind that a client's contract can tell of. */
export const schemas = {
  string: z.email().max(10),
  int: z.int(),
  boolean: z.boolean(),
  bigint: z.bigint(),
  date: z.date(),
  void: z.void(),
  literals: z.literal(["b", "a", 1, true, null]),
  enum: z.enum(["small", "large"]),
  nullable: z.string().nullable(),
  nullish: z.string().nullish(),
  brand: z.string().brand<"Id">(),
  array: z.array(z.string().nullable()),
  arrays: z.array(z.array(z.date())),
  tuple: z.tuple([z.string(), z.number().nullable()]),
  tupleWithRest: z.tuple([z.string(), z.number().optional()], z.boolean().nullable()),
  set: z.set(z.string()),
  map: z.map(z.string(), z.date()),
  record: z.record(z.string(), z.number()),
  recordOfEnum: z.record(z.enum(["b", "a"]), z.number()),
  partialRecord: z.partialRecord(z.enum(["b", "a"]), z.number()),
  object: point,
  strictObject: z.strictObject({ "a-b": z.string(), $c: z.string() }),
  emptyObject: z.object({}),
  optionalKeys: z.object({
    a: z.string().optional(),
    b: z.string().exactOptional(),
    c: z.string().nullish(),
  }),
  defaults: z.object({ a: z.string().default("x"), b: z.string().optional().prefault("x") }),
  required: point.partial().required(),
  nonoptional: z.object({ a: z.string().optional().nonoptional() }),
  union: z.union([z.string(), point, z.number(), z.null()]),
  discriminatedUnion: z.discriminatedUnion("type", [
    z.object({ type: z.literal("b"), n: z.number() }),
    z.object({ type: z.literal("a") }),
  ]),
  intersection: z.intersection(point, z.union([z.object({ z: z.number() }), z.object({ w: z.number() })])),
  arrayOfIntersection: z.array(z.intersection(point, z.object({ z: z.number() }))),
  lazy: z.lazy(() => point),
  transform: z.object({ a: z.string().transform((text) => text.length) }),
  pipe: z.string().transform(Number).pipe(z.int()),
  codec: z.codec(z.string(), z.date(), {
    decode: (text) => new Date(text),
    encode: (date) => date.toISOString(),
  }),
  coerced: z.coerce.number(),
  readonlyArray: z.array(z.array(z.string()).readonly()),
  readonlyObject: point.readonly(),
  readonlyMap: z.map(z.string(), z.string()).readonly(),
  documented: z.object({
    plain: place,
    optional: z.string().describe("Any */ text\nof two lines").optional(),
    elsewhere: place.describe("Of the other").nullable(),
    refined: place.refine(() => true),
  }),
  recursive: z.object({ root: folder }),
  recursiveWithoutId: z.object({ loop }),
  typeOfItsOwn: z.custom<Tree>(),
  aliasOfItsOwn: z.array(z.custom<Suit>()),
  labelledTuple: z.custom<readonly [name: string, age?: number, ...rest: Date[]]>(),
  template: z.custom<`${number}px`>(),
  brandedNumber: z.custom<number & { readonly sort: "cents" }>(),
  bigintLiteral: z.literal(10n),
  nested: z.custom<Map<string, Set<readonly (string | null)[]>>>(),
  carried: z.custom<{ bytes: Uint8Array; url: URL; pattern: RegExp }>(),
  readonlyField: z.custom<{ readonly a: string; b: string }>(),
  mappedReadonly: z.custom<Readonly<{ a: string; b?: string | undefined }>>(),
  indexed: z.custom<{ [key: string]: string | number; total: number }>(),
  booleans: z.union([z.boolean(), z.string()]).nullable(),
  never: z.array(z.never()),
  unknown: z.object({ a: z.unknown() }),
  namedUnion: z.array(z.union([z.literal("b"), z.literal("a")]).meta({ id: "Letter" })),
};
