import type { CaptureMode, Permission } from "../../db/enums.ts";
import type { Connection, Transaction } from "../../db/transaction.ts";
import type { PaymentProvider } from "./payment-port.ts";
import type { Clock, IdentityProvider, Limiter, TaxCalculator, Vault } from "./ports.ts";

/** A customer, by the session of the device they ask from. */
export interface CustomerActor {
  type: "customer";
  customerId: string;
  sessionId: string;
}

/** One of those who run the shop: a customer's account with a role. */
export interface StaffActor {
  type: "staff";
  customerId: string;
  sessionId: string;
  role: string;
  permissions: ReadonlySet<Permission>;
  /** Whether the account has a second factor, so that the session was started with it, or when it was confirmed. */
  secondFactor: boolean;
}

/** A server of the team's own, by its API key. */
export interface KeyActor {
  type: "key";
  keyId: string;
  permissions: ReadonlySet<Permission>;
}

/** Who is asking. */
export type Actor = { type: "anonymous" } | CustomerActor | StaffActor | KeyActor;

/** What the log and stored answers know the actor by; null for nobody. */
export function actorIdOf(actor: Actor): string | null {
  if (actor.type === "key") return actor.keyId;
  return actor.type === "anonymous" ? null : actor.customerId;
}

/** The account that is signed in, staff's or not; undefined for nobody and for keys. */
export function signedInAs(actor: Actor): CustomerActor | StaffActor | undefined {
  return actor.type === "customer" || actor.type === "staff" ? actor : undefined;
}

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
  /** Told when it is answered with what it was answered first. */
  onRepeat?: () => void;
}

/** Everything a service may use; it knows nothing of HTTP. */
export interface ServiceContext {
  db: Connection;
  actor: Actor;
  clock: Clock;
  source: Source;
  limiter: Limiter;
  /** What secrets are stored in that are read again. */
  vault: Vault;
  /** The shop as its access tokens name it: its public origin. */
  issuer: string;
  /** Through whom orders can be paid here. */
  paymentProviders: readonly PaymentProvider[];
  /** When money that a provider authorizes is taken. */
  paymentCapture: CaptureMode;
  /** In seconds: how long an order waits for a payment whose method has no deadline of its own. */
  paymentDeadline: number;
  /** Where the storefront is, for links to it; undefined where nobody said. */
  storefrontUrl: string | undefined;
  /** Through whom customers can sign in. */
  identityProviders: readonly IdentityProvider[];
  /** Who is asked for taxes; undefined where the shop goes by its own rates. */
  taxCalculator: TaxCalculator | undefined;
  /** Set where the service itself stores its answer: where `ProcedureMeta.idempotency` is "service". */
  idempotentRequest?: IdempotentRequest | undefined;
}

/** The same within a transaction. */
export type TransactionContext = ServiceContext & { db: Transaction };

/** The same for a customer who is signed in; staff have accounts of the same kind. */
export type CustomerContext = ServiceContext & { actor: CustomerActor | StaffActor };

/** The same for those who run the shop. */
export type StaffContext = ServiceContext & { actor: StaffActor | KeyActor };
