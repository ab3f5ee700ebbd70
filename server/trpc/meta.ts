import type { Permission } from "../../db/enums.ts";
import type { DomainErrorCode } from "../core/errors.ts";

/** Who may call a procedure. */
export type Access =
  /** Anybody. */
  | "public"
  /** Whoever holds the cart's id. */
  | "cart"
  /** The order's customer, or whoever holds its access token. */
  | "order"
  /** Whoever is signed in to an account. */
  | "customer"
  /** Staff and API keys with that permission. */
  | `staff:${Permission}`;

/** The codes that come with who may call. */
export function codesOfAccess(access: Access): readonly DomainErrorCode[] {
  if (access === "customer") return ["UNAUTHENTICATED"];
  return access.startsWith("staff:") ? ["UNAUTHENTICATED", "MFA_ENROLLMENT_REQUIRED"] : [];
}

/** What every procedure says of itself; tests, the client package and the documentation read it. */
export interface ProcedureMeta {
  summary: string;
  access: Access;
  /**
   * The codes it raises beyond those that come with its access and those any procedure can: BAD_REQUEST, FORBIDDEN,
   * PAYLOAD_TOO_LARGE, INTERNAL and, for mutations, IDEMPOTENCY_CONFLICT.
   */
  errors: readonly DomainErrorCode[];
  /**
   * Who stores the answer to a request with an `Idempotency-Key`: by default the middleware, around the whole
   * procedure in one transaction; `service` where the service writes it in its own batch or transaction; `none` where the answer must
   * not be stored, since it is a secret or tells of a person, or the work cannot stand in one transaction, as an import
   * that keeps nobody waiting. A repeat then runs again: what it must not do twice, the database refuses to do twice,
   * what sets a state sets it once more, and an import of the same file changes nothing.
   */
  idempotency?: "service" | "none";
  /**
   * For a query whose answer everybody sees alike and may keep until the catalogue changes: `product` where it tells of
   * one product, whose `id` it holds, `catalogue` where any product may change it.
   */
  cache?: "product" | "catalogue";
  /**
   * Where it is found without tRPC, below `/api`: a method and an address, whose `{parameters}` are fields of its input.
   * What else its input has comes in the query of a GET or DELETE, and as JSON by any other.
   */
  rest?: `${"GET" | "POST" | "PUT" | "PATCH" | "DELETE"} /${string}`;
}
