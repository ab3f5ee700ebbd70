import type { Connection } from "../../db/transaction.ts";
import type { ServiceContext } from "../core/context.ts";
import type { Invoicing, OrderFeed } from "../core/ports.ts";
import type { Metrics, Tracer } from "../core/telemetry-port.ts";

/** What a procedure gets: the service context and what only the request knows. */
export interface RequestContext extends ServiceContext {
  requestId: string;
  /** Why nobody could tell who asks: there are no accounts to look at for the moment. */
  actorFault: { cause: unknown } | undefined;
  /** Where the catalogue is read for whoever asks: a copy near by, or the database itself. */
  catalogueDb: () => Promise<Connection>;
  /** See `IdempotentRequest`. */
  onRepeat: () => void;
  orderFeed: OrderFeed;
  invoicing: Invoicing;
  /** Undefined where nobody reads them. */
  metrics: Metrics | undefined;
  tracer: Tracer;
  /** Whether staff without a second factor are kept out of what is staff's. */
  staffNeedSecondFactor: boolean;
  /** The `Idempotency-Key` header of a mutation. */
  idempotencyKey: string | undefined;
  /** Has the browser keep a session's token, or forget it for null. */
  setSessionCookie: (token: string | null) => void;
}
