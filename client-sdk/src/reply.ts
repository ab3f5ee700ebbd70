import { decode, type Encoded } from "./codec.ts";
import { ShopError, type ShopErrorCode } from "./error.ts";

/** What the shop says of one call, as tRPC wraps it. */
export interface Reply {
  result?: { data: Encoded };
  error?: Encoded;
}

/** What came back instead of an answer of the shop, if anything did. */
export interface Fault {
  message: string;
  status?: number | undefined;
  cause?: unknown;
}

/** The replies in a body, one for each call; that to the request as a whole stands alone. Undefined for what is none. */
export function readReplies(body: string): Reply[] | undefined {
  try {
    const json: unknown = JSON.parse(body);
    const list: unknown[] = Array.isArray(json) ? json : [json];
    return list.every(isReply) ? list : undefined;
  } catch {
    return undefined;
  }
}

/** A proxy may speak JSON too; only the shop wraps what it says like this. */
function isReply(json: unknown): json is Reply {
  const { result, error } = Object(json);
  return "data" in Object(result) || "json" in Object(error);
}

/** What the procedure gave whose call was at that place. @throws ShopError */
export function readReply(outcome: Reply[] | Fault, index: number, path: string): unknown {
  if (!Array.isArray(outcome)) throw networkError(outcome, path);
  const reply = outcome[index];
  const error = reply ? reply.error : outcome[0]?.error; // that to the request as a whole
  if (error) throw refusal(error, path);
  if (!reply?.result) throw networkError({ message: "The shop answered another call" }, path);
  return decode(reply.result.data);
}

/** The error that the shop answered. */
export function refusal(error: Encoded, path: string): ShopError {
  const { message, data } = decode(error) as Refused;
  const { code, httpStatus: status, path: _, ...rest } = data;
  // Sound while the server speaks this contract; what a newer one adds comes through as it is.
  return new ShopError(message, { code, status, path, data: rest as never });
}

interface Refused {
  message: string;
  data: { code: ShopErrorCode; httpStatus: number; path?: string };
}

export function networkError({ message, status, cause }: Fault, path: string): ShopError {
  return new ShopError(`${path}: ${message}`, { code: "NETWORK_ERROR", data: {}, path, status, cause });
}
