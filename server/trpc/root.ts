import type { AnyTRPCProcedure } from "@trpc/server";
import { auditRouter } from "../modules/auth/audit-log/router.ts";
import { apiKeysRouter } from "../modules/auth/keys/router.ts";
import { authRouter } from "../modules/auth/router.ts";
import { staffRouter } from "../modules/auth/staff/router.ts";
import { cartRouter } from "../modules/cart/router.ts";
import { adminCatalogRouter } from "../modules/catalog/admin/router.ts";
import { catalogRouter } from "../modules/catalog/router.ts";
import { customersRouter } from "../modules/customer/admin/router.ts";
import { accountRouter } from "../modules/customer/router.ts";
import { adminInventoryRouter } from "../modules/inventory/admin/router.ts";
import { adminOrdersRouter } from "../modules/order/admin/router.ts";
import { paymentRouter } from "../modules/order/payment/router.ts";
import { orderRouter } from "../modules/order/router.ts";
import { adminPaymentsRouter } from "../modules/payment/admin/router.ts";
import { promotionsRouter } from "../modules/promotion/admin/router.ts";
import { adminShippingRouter } from "../modules/shipping/admin/router.ts";
import { adminTaxRouter } from "../modules/tax/admin/router.ts";
import { router } from "./init.ts";

/** Every procedure, by name. */
export const appRouter = router({
  auth: authRouter,
  account: accountRouter,
  catalog: catalogRouter,
  cart: cartRouter,
  order: orderRouter,
  payment: paymentRouter,
  admin: router({
    apiKeys: apiKeysRouter,
    audit: auditRouter,
    catalog: adminCatalogRouter,
    customers: customersRouter,
    inventory: adminInventoryRouter,
    orders: adminOrdersRouter,
    payments: adminPaymentsRouter,
    shipping: adminShippingRouter,
    promotions: promotionsRouter,
    staff: staffRouter,
    tax: adminTaxRouter,
  }),
});

export type AppRouter = typeof appRouter;

/** The same by dotted path (`cart.addLine`), for what reads their metadata. Sound: tRPC keeps them flat, its type says nested. */
export const procedures = appRouter._def.procedures as unknown as Record<string, AnyTRPCProcedure>;
