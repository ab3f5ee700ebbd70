import type { PaymentMethod } from "../../db/enums.ts";
import type { Connection, Transaction } from "../../db/transaction.ts";
import type { Clock } from "./ports.ts";

/** Who is asking. */
export type Actor = { type: "anonymous" };

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
  /** The ways to pay that this deployment offers. */
  paymentMethods: ReadonlySet<PaymentMethod>;
  /** Set where the service itself stores its answer: where `ProcedureMeta.idempotency` is "service". */
  idempotentRequest?: IdempotentRequest | undefined;
}

/** The same within a transaction. */
export type TransactionContext = ServiceContext & { db: Transaction };
