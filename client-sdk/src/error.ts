import type { ErrorData } from "./generated/contract.ts";

/** Every code an error of a call can have, with the data that comes with it: the shop's own and those of the way there. */
export interface ShopErrorData extends ErrorData {
  /** Nothing that came back was the shop's answer; `status` tells what else answered, if anything did. */
  NETWORK_ERROR: Record<never, never>;
  /** No answer within `timeout`, retries included. A mutation may have happened: repeat it with its key to find out. */
  TIMEOUT: Record<never, never>;
  /** The platform's `fetch` gives no body to read while it comes, which `subscribe` needs: pass one that does. */
  NO_STREAMING: Record<never, never>;
}

export type ShopErrorCode = keyof ShopErrorData;

interface ShopErrorDetails<Code extends ShopErrorCode> {
  code: Code;
  data: ShopErrorData[Code];
  /** The procedure, such as `cart.addLine`. */
  path: string;
  status?: number | undefined;
  cause?: unknown;
}

/** A call that failed: the shop refused it, or its answer never came. */
export class ShopError<Code extends ShopErrorCode = ShopErrorCode> extends Error {
  override readonly name = "ShopError";
  readonly code: Code;
  /** What the code tells more, such as the units left of what is out of stock. */
  readonly data: ShopErrorData[Code];
  /** The procedure that was called, such as `cart.addLine`. */
  readonly path: string;
  /** The HTTP status; undefined when no answer came. */
  readonly status: number | undefined;

  constructor(message: string, { code, data, path, status, cause }: ShopErrorDetails<Code>) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.data = data;
    this.path = path;
    this.status = status;
  }
}

/** A union over the codes, so that a look at `code` tells the type of `data`. */
export type ShopErrorOf<Code extends ShopErrorCode> = { [Each in Code]: ShopError<Each> }[Code];

/** Whatever a call can fail with. */
export type AnyShopError = ShopErrorOf<ShopErrorCode>;

/**
 * Whether a call failed by an error of the shop, with this code if one is given. It goes by the name: an app may hold
 * this package twice, and each copy has a class of its own.
 */
export function isShopError(error: unknown): error is AnyShopError;
export function isShopError<Code extends ShopErrorCode>(error: unknown, code: Code): error is ShopError<Code>;
export function isShopError(error: unknown, code?: ShopErrorCode): boolean {
  if (!(error instanceof Error) || error.name !== "ShopError") return false;
  return code === undefined || ("code" in error && error.code === code);
}
