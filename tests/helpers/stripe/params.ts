import { z } from "zod";
import { type Failure, invalidRequest } from "./failure.ts";
import type { Form } from "./form.ts";

export const integer = z
  .string()
  .regex(/^-?\d{1,15}$/, { error: ({ input }) => `Invalid integer: ${input}` })
  .transform(Number);
export const boolean = z.enum(["true", "false"]).transform((text) => text === "true");
export const text = z.string().max(5000);
/** A text that can be taken back by sending an empty one. */
export const clearable = text.transform((given) => (given === "" ? null : given));
/** At most 50 names of 40 characters, with values of 500; `""` takes one or all of them back. */
export const metadata = z.union([
  z.record(z.string().max(40), z.string().max(500)).refine((given) => Object.keys(given).length <= 50),
  z.literal(""),
]);
export const address = z.strictObject({
  city: text.optional(),
  country: text.optional(),
  line1: text.optional(),
  line2: text.optional(),
  postal_code: text.optional(),
  state: text.optional(),
});

const range = z.strictObject({
  gt: integer.optional(),
  gte: integer.optional(),
  lt: integer.optional(),
  lte: integer.optional(),
});

/** What every list takes. */
export const pagination = {
  created: z.union([integer, range]).optional(),
  ending_before: text.optional(),
  starting_after: text.optional(),
  limit: integer.refine((limit) => limit >= 1 && limit <= 100, "Invalid integer: 1 to 100").optional(),
};

export type Pagination = z.output<z.ZodObject<typeof pagination>>;

/** Metadata after what was sent: names are added, and an empty value takes its name away. */
export function mergeMetadata(
  before: Record<string, string>,
  sent: z.output<typeof metadata> | undefined,
): Record<string, string> {
  if (sent === "") return {};
  return Object.fromEntries(Object.entries({ ...before, ...sent }).filter(([, value]) => value !== ""));
}

/** @throws Failure as Stripe words it, with the name of the parameter. */
export function readParams<Schema extends z.ZodType>(schema: Schema, form: Form): z.output<Schema> {
  const read = schema.safeParse(form);
  if (read.success) return read.data;
  throw refusal(read.error.issues);
}

function refusal(issues: z.core.$ZodIssue[]): Failure {
  const [issue] = issues;
  if (!issue) return invalidRequest("Invalid request");
  if (issue.code === "unrecognized_keys") {
    const param = paramName([...issue.path, ...issue.keys.slice(0, 1)]);
    const message = `Received unknown parameter: ${param}`;
    return invalidRequest(message, { code: "parameter_unknown", param });
  }
  const param = paramName(issue.path);
  if (issue.code === "invalid_type" && issue.message.includes("received undefined")) {
    return invalidRequest(`Missing required param: ${param}.`, { code: "parameter_missing", param });
  }
  const isInteger = issue.message.startsWith("Invalid integer");
  return invalidRequest(issue.message, isInteger ? { code: "parameter_invalid_integer", param } : { param });
}

const paramName = (path: readonly PropertyKey[]) =>
  path.map((key, depth) => (depth === 0 ? String(key) : `[${String(key)}]`)).join("");
