export { createClient, type ShopClient } from "./client.ts";
export {
  type AnyShopError,
  isShopError,
  ShopError,
  type ShopErrorCode,
  type ShopErrorData,
} from "./error.ts";
export type * from "./generated/contract.ts";
export type {
  ClientOptions,
  MutationOptions,
  QueryOptions,
  Subscribed,
  SubscribeOptions,
} from "./options.ts";
export type { Code, Input, Output, Path } from "./paths.ts";
export type { EventSourceClass } from "./subscriber.ts";
export type { Fetch } from "./transport.ts";
