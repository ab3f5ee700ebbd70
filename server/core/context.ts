import type { PaymentMethod } from "../../db/enums.ts";
import type { Connection, Transaction } from "../../db/transaction.ts";
import type { Clock, Limiter } from "./ports.ts";

/** Who is asking. */
export type Actor =
  | { type: "anonymous" }
  /** A customer, by the session of the device they ask from. */
  | { type: "customer"; customerId: string; sessionId: string };

/** Where a request comes from, for the audit log and the list of devices. */
export interface Source {
  /** The network address, if it is known. */
  address: string | null;
  /** What the program says of itself. */
  device: string;
}

/** A request that may come again: the same key and input get the first answer again. */
export interface IdempotentRequest {
  scope: string;
  key: string;
  fingerprint: string;
}

/** Everything a service may use; it knows nothing of HTTP. */
export interface ServiceContext {
  db: Connection;
  actor: Actor;
  clock: Clock;
  source: Source;
  limiter: Limiter;
  /** The ways to pay that this deployment offers. */
  paymentMethods: ReadonlySet<PaymentMethod>;
  /** Set where the service itself stores its answer: where `ProcedureMeta.idempotency` is "service". */
  idempotentRequest?: IdempotentRequest | undefined;
}

/** The same within a transaction. */
export type TransactionContext = ServiceContext & { db: Transaction };

/** The same for a customer who is signed in. */
export type CustomerContext = ServiceContext & { actor: { type: "customer" } & Actor };
