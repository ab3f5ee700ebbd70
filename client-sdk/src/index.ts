export { createClient, type ShopClient } from "./client.ts";
export {
  type AnyShopError,
  isShopError,
  ShopError,
  type ShopErrorCode,
  type ShopErrorData,
  type ShopErrorOf,
} from "./error.ts";
export { type CookieOptions, forwardedCookies, type SetCookie } from "./forwarded-cookies.ts";
export type * from "./generated/contract.ts";
export type {
  ClientOptions,
  Fetch,
  HeaderFields,
  MutationOptions,
  QueryOptions,
  Subscribed,
  SubscribeOptions,
} from "./options.ts";
export type { Code, Failure, Input, Output, Path } from "./paths.ts";
export {
  cookieSession,
  localStorageSession,
  memorySession,
  type Session,
  type TokenStore,
  tokenSession,
} from "./session.ts";
