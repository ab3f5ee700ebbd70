import type { ServiceContext } from "../../../core/context.ts";
import type { Invoicing } from "../../../core/ports.ts";

export type InvoiceContext = ServiceContext & { invoicing: Invoicing };
