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

/** One schema of each kind that the client's contract can tell of. */
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
  namedUnion: z.array(z.union([z.literal("b"), z.literal("a")]).meta({ id: "Letter" })),
};
