import { type AnyTRPCProcedure, getTRPCErrorFromUnknown, type TRPCError } from "@trpc/server";
import type { RequestContext } from "./context.ts";
import { shapeOf, statusOf } from "./error-map.ts";
import { procedures } from "./root.ts";
import { transformer } from "./transformer.ts";

/** One query, asked by GET or HEAD, alone in its request. */
export interface SingleQuery {
  path: string;
  procedure: AnyTRPCProcedure;
  input: unknown;
  /** Whether it came, and is answered, as a batch: the client package sends all queries so. */
  batched: boolean;
}

/** What tRPC's own adapter sets on every such answer. */
export const singleQueryHeaders = {
  vary: "trpc-accept, accept",
  "content-type": "application/json",
} as const;

/**
 * Whether a request is for the usual form of an answer, by what beside its address decides on that. By HEAD it is
 * answered like by GET: the server sends no body then.
 */
export function isPlainQuery({ method, headers }: Pick<Request, "method" | "headers">): boolean {
  return (
    (method === "GET" || method === "HEAD") &&
    !headers.has("trpc-accept") &&
    !headers.has("content-type") &&
    headers.get("accept")?.includes("application/jsonl") !== true
  );
}

/**
 * Reads a request that is as plain as almost all are; undefined for every other, also for one that is wrong: those go
 * to tRPC's own adapter, which knows all that there is, but at twice the cost of the query itself.
 */
export function readSingleQuery({ method, headers }: Request, url: URL): SingleQuery | undefined {
  if (!isPlainQuery({ method, headers })) return undefined;
  const path = url.pathname.slice("/trpc/".length);
  const procedure = queryAt(path);
  if (!procedure) return undefined;
  const { searchParams } = url;
  if (searchParams.has("connectionParams")) return undefined;
  const batched = searchParams.get("batch") === "1";
  try {
    return { path, procedure, input: readInput(searchParams.get("input"), batched), batched };
  } catch {
    return undefined;
  }
}

/** One query of several in a request, and what tells it from all others. */
export interface QueryOfBatch {
  key: string;
  query: SingleQuery;
}

/** The queries of a batch, each to be answered as if it were alone, likewise. */
export function readBatch({ method, headers }: Request, url: URL): QueryOfBatch[] | undefined {
  const { pathname, searchParams } = url;
  if (!isPlainQuery({ method, headers }) || searchParams.has("connectionParams")) return undefined;
  if (searchParams.get("batch") !== "1") return undefined;
  try {
    const inputs = inputsOf(JSON.parse(searchParams.get("input") || "{}"));
    return pathname
      .slice("/trpc/".length)
      .split(",")
      .map((path, index) => {
        const procedure = queryAt(path);
        if (!procedure) throw new TypeError("no query");
        const given = inputs[index];
        const query = { path, procedure, input: deserialize(given), batched: false };
        return { key: `${path} ${JSON.stringify(given)}`, query };
      });
  } catch {
    return undefined;
  }
}

/** @throws when there is no reading it */
export function readInput(text: string | null, batched: boolean): unknown {
  if (!text) return undefined;
  const given: unknown = JSON.parse(text);
  return deserialize(batched ? inputsOf(given)[0] : given);
}

type SerializedInput = Parameters<typeof transformer.input.deserialize>[0];

/** Sound: `deserialize` throws on whatever is not of that shape. */
const deserialize = (input: unknown): unknown =>
  input === undefined ? undefined : transformer.input.deserialize(input as SerializedInput);

/** The inputs of a batch by their places. */
function inputsOf(batch: unknown): Record<number, unknown> {
  if (typeof batch !== "object" || batch === null || Array.isArray(batch)) throw new TypeError("no batch");
  return { ...batch };
}

function queryAt(path: string): AnyTRPCProcedure | undefined {
  const procedure = Object.hasOwn(procedures, path) ? procedures[path] : undefined;
  return procedure?._def.type === "query" ? procedure : undefined;
}

export interface QueryAnswer {
  status: number;
  body: string;
  /** What the procedure answered; undefined when it threw. */
  data: unknown;
}

/** Answers to the byte what tRPC's own adapter does. */
export async function answerSingleQuery(
  { path, procedure, input, batched }: SingleQuery,
  ctx: RequestContext,
  onError: (error: TRPCError) => void,
): Promise<QueryAnswer> {
  const wrap = (answer: object) => JSON.stringify(batched ? [answer] : answer);
  try {
    const getRawInput = async () => input;
    const signal = undefined; // no procedure ends early for who has left, and to ask a request for its own costs memory
    const data: unknown = await procedure({ path, getRawInput, ctx, type: "query", signal, batchIndex: 0 });
    return { status: 200, body: wrap({ result: { data: transformer.output.serialize(data) } }), data };
  } catch (cause) {
    const error = getTRPCErrorFromUnknown(cause);
    onError(error);
    const body = wrap({ error: transformer.output.serialize(shapeOf(error, ctx.requestId, path)) });
    return { status: statusOf(error).httpStatus, body, data: undefined };
  }
}
