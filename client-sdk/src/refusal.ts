import { TRPCClientError } from "@trpc/client";
import { ShopError, type ShopErrorCode } from "./error.ts";
import { TransportError } from "./transport.ts";

/** What tRPC says, in these words alone, of a query that is too long for a URL by itself. */
const tooLongMessage = "Input is too big for a single dispatch";

/** The error of a call as its caller is to see it; one that came from the caller's own options is left as it is. */
export function toShopError(error: unknown, path: string): unknown {
  if (!(error instanceof TRPCClientError)) return error;
  const { data, message } = error;
  const cause: unknown = error.cause;
  if (cause instanceof TransportError) {
    const { status } = cause;
    const details = { code: "NETWORK_ERROR", data: {}, path, status, cause: cause.cause } as const;
    return new ShopError(`${path}: ${cause.message}`, details);
  }
  if (isRefusal(data)) {
    const { code, httpStatus, path: _, ...rest } = data;
    // Sound while the server speaks this contract; what a newer one adds comes through as it is.
    return new ShopError(message, {
      code: code as ShopErrorCode,
      data: rest as never,
      path,
      status: httpStatus,
    });
  }
  if (message === tooLongMessage) {
    return new ShopError(`${path}: the input is too long`, { code: "PAYLOAD_TOO_LARGE", data: {}, path });
  }
  return cause ?? error;
}

function isRefusal(data: unknown): data is { code: string; httpStatus: number; path?: string } {
  return typeof data === "object" && data !== null && "code" in data && typeof data.code === "string";
}
