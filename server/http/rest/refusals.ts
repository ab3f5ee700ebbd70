import type { DomainErrorCode, ErrorCode } from "../../core/errors.ts";
import { httpStatusOfCode } from "../../trpc/error-map.ts";
import { codesOfAccess } from "../../trpc/meta.ts";
import type { JsonSchema } from "./json-schema.ts";
import { dataOf } from "./refusal-data.ts";
import type { RestRoute } from "./routes.ts";

/** What any procedure may answer, whatever it lists itself. */
const commonCodes = ["BAD_REQUEST", "FORBIDDEN", "PAYLOAD_TOO_LARGE"] as const;

/** What a refusal with one of these codes looks like. */
const schemaOf = (codes: readonly ErrorCode[]): JsonSchema => ({
  type: "object",
  properties: {
    error: {
      type: "object",
      properties: {
        code: { type: "string", enum: [...codes] },
        message: { type: "string", description: "For developers" },
        data: { type: "object", description: "What comes with the code" },
      },
      required: ["code", "message", "data"],
    },
  },
  required: ["error"],
});

/** What comes with the codes that say when to ask again. */
const retryAfter = { "Retry-After": { description: "In seconds", schema: { type: "integer", minimum: 0 } } };

/** The refusals of a document's procedures: those of the same codes once. */
export class Refusals {
  readonly #written = new Map<string, object>();

  /** What a procedure may refuse, by the status that it is refused with. */
  take({ meta, procedure }: RestRoute): Record<string, object> {
    const codes = new Set<DomainErrorCode>([
      ...commonCodes,
      ...codesOfAccess(meta.access),
      ...meta.errors,
      ...(procedure._def.type === "mutation" ? (["IDEMPOTENCY_CONFLICT"] as const) : []),
    ]);
    const byStatus = [...Map.groupBy(codes, httpStatusOfCode)];
    return {
      ...Object.fromEntries(byStatus.map(([status, codes]) => [status, this.#refer(codes)])),
      500: this.#refer(["INTERNAL"]),
    };
  }

  all(): Record<string, object> {
    return Object.fromEntries(this.#written);
  }

  #refer(codes: readonly ErrorCode[]): object {
    const name = codes.join(".");
    if (!this.#written.has(name)) this.#written.set(name, refusalOf(codes));
    return { $ref: `#/components/responses/${name}` };
  }
}

function refusalOf(codes: readonly ErrorCode[]): object {
  const example = (code: ErrorCode) => ({
    value: { error: { code, message: "For developers", data: dataOf(code) } },
  });
  const examples = Object.fromEntries(codes.map((code) => [code, example(code)]));
  return {
    description: codes.join(", "),
    ...(codes.includes("RATE_LIMITED") && { headers: retryAfter }),
    content: { "application/json": { schema: schemaOf(codes), examples } },
  };
}
