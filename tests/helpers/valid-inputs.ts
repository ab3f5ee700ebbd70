import type { AnyTRPCProcedure, inferRouterInputs } from "@trpc/server";
import type { ShopErrorCode } from "../../client-sdk/src/index.ts";
import type { AppRouter } from "../../server/trpc/root.ts";
import { address } from "../../testing/carts.ts";
import { newEmail, password } from "../../testing/customers.ts";
import type { Person, World } from "./world.ts";

type PathsOf<Tree, Prefix extends string = ""> = {
  [Step in keyof Tree & string]: Tree[Step] extends AnyTRPCProcedure
    ? `${Prefix}${Step}`
    : PathsOf<Tree[Step], `${Prefix}${Step}.`>;
}[keyof Tree & string];

type At<Tree, Path extends string> = Path extends `${infer Step}.${infer Rest}`
  ? At<Tree[Step & keyof Tree], Rest>
  : Tree[Path & keyof Tree];

/** The name of every procedure that the server has, such as `"cart.addLine"`. */
export type ProcedurePath = PathsOf<AppRouter["_def"]["record"]>;

type ValidInputs = {
  [Path in ProcedurePath]: (world: World, me: Person) => At<inferRouterInputs<AppRouter>, Path>;
};

const nothing = () => undefined;

/**
 * An input for every procedure that is right when `me` is who asks, or the owner of the shop where it is for staff.
 * What is a customer's own comes from `me`: the tests put somebody else's in its place.
 */
export const validInputs: ValidInputs = {
  "auth.register": () => ({ email: newEmail(), password }),
  "auth.login": (_, { email }) => ({ email, password }),
  "auth.logout": nothing,
  "auth.me": nothing,
  "auth.changePassword": () => ({ password, newPassword: "nine sheep upon the hill" }),
  "auth.sessions": nothing,
  "auth.revokeSession": (_, { phoneSessionId }) => ({ sessionId: phoneSessionId }),
  "auth.revokeOtherSessions": nothing,
  "auth.verifyEmail": ({ verification }) => ({ token: verification, password }),
  "auth.resendVerification": (_, { email }) => ({ email }),
  "auth.requestPasswordReset": (_, { email }) => ({ email }),
  "auth.resetPassword": ({ reset }) => ({ token: reset, newPassword: "nine sheep upon the hill" }),
  "auth.accessToken": () => ({}),
  "auth.mfa.enroll": () => ({ password }),
  "auth.mfa.confirm": ({ enrolling }) => ({ code: enrolling.codeOf() }),
  "auth.mfa.disable": ({ guarded }) => ({ password, code: guarded.recoveryCode }),
  "auth.mfa.challenge": ({ guarded }) => ({
    challengeId: guarded.challengeId,
    code: guarded.recoveryCode,
  }),

  "auth.acceptInvitation": ({ openInvitation }) => ({ token: openInvitation.token, password }),
  "auth.oauth.providers": nothing,
  "auth.oauth.identities": nothing,
  "auth.oauth.unlink": () => ({ provider: "oidc" }),

  "account.profile": nothing,
  "account.updateProfile": () => ({ version: 1, firstName: "Eve" }),
  "account.addresses": nothing,
  "account.saveAddress": (_, { addressId }) => ({ id: addressId, label: "Work", address }),
  "account.removeAddress": (_, { addressId }) => ({ id: addressId }),
  "account.setDefaultAddress": (_, { addressId }) => ({ id: addressId }),
  "account.exportData": nothing,
  "account.deleteAccount": () => ({ password }),

  "catalog.products": () => ({}),
  "catalog.product": ({ slug }) => ({ slug }),
  "catalog.related": ({ productId }) => ({ id: productId }),
  "catalog.categories": () => ({}),
  "catalog.category": ({ categorySlug }) => ({ slug: categorySlug }),
  "catalog.markets": nothing,
  "catalog.suggest": () => ({ q: "cof" }),

  "cart.create": () => ({}),
  "cart.get": (_, { cartId }) => ({ cartId }),
  "cart.addLine": ({ variantId }, { cartId }) => ({ cartId, variantId, quantity: 1 }),
  "cart.updateLine": (_, { cartId, lineId }) => ({ cartId, lineId, quantity: 2 }),
  "cart.removeLine": (_, { cartId, lineId }) => ({ cartId, lineId }),
  "cart.setEmail": (_, { cartId }) => ({ cartId, email: "eve@example.com" }),
  "cart.setAddresses": (_, { cartId }) => ({ cartId, shipping: address }),
  "cart.shippingOptions": (_, { cartId }) => ({ cartId }),
  "cart.setShippingOption": (_, { cartId }) => ({ cartId, shippingOptionId: "ship_standard" }),

  "cart.setVatId": (_, { cartId }) => ({ cartId, vatId: "DE123456789" }),
  "cart.applyCoupon": ({ couponCode }, { cartId }) => ({ cartId, code: couponCode }),
  "cart.removeCoupon": ({ takenCode }, { cartId }) => ({ cartId, code: takenCode }),
  "cart.claim": (_, { cartId }) => ({ cartId }),
  "cart.current": nothing,

  "order.place": (_, { cartId }) => ({ cartId, provider: "manual" }),
  "order.get": (_, { orderId }) => ({ id: orderId }),
  "order.invoice": (_, { paidOrderId }) => ({ id: paidOrderId }),
  "order.watch": (_, { orderId }) => ({ id: orderId }),
  "order.list": () => ({}),
  "order.cancel": (_, { orderId }) => ({ id: orderId }),
  "order.timeline": (_, { orderId }) => ({ id: orderId }),
  "order.returns": (_, { orderId }) => ({ id: orderId }),
  "order.requestReturn": (_, { returns: { orderId, lineId } }) => ({
    id: orderId,
    lines: [{ lineId, quantity: 1 }],
    reason: "Too small",
  }),
  "order.cancelReturn": (_, { returns: { orderId, requestedId } }) => ({
    id: orderId,
    returnId: requestedId,
  }),
  "order.lookup": (_, { email }) => ({ number: "7K3MQ-9Q2XB", email }),

  "payment.providers": nothing,
  "payment.get": (_, { orderId }) => ({ id: orderId }),
  "payment.retry": (_, { orderId }) => ({ id: orderId, provider: "manual", method: "bank_transfer" }),

  "admin.apiKeys.list": () => ({}),
  "admin.apiKeys.create": () => ({ name: "Warehouse", scopes: ["orders:read"], password }),
  "admin.apiKeys.revoke": ({ spareKey }) => ({ id: spareKey.id }),
  "admin.audit.list": () => ({}),
  "admin.catalog.products": () => ({}),
  "admin.catalog.product": ({ productId }) => ({ id: productId }),
  "admin.catalog.createProduct": () => ({ title: "Tea" }),
  "admin.catalog.updateProduct": ({ productId }) => ({ id: productId, title: "Tea" }),
  "admin.catalog.archiveProduct": ({ productId }) => ({ id: productId }),
  "admin.catalog.saveVariants": ({ productId, variantId }) => ({
    productId,
    variants: [{ id: variantId, sku: "TEA" }],
  }),
  "admin.catalog.setPrices": ({ variantId }) => ({
    prices: [{ variantId, currency: "EUR", amount: 1200 }],
  }),
  "admin.catalog.updateProducts": ({ productId }) => ({ ids: [productId], set: { addTags: ["new"] } }),
  "admin.catalog.categories": nothing,
  "admin.catalog.category": ({ categoryId }) => ({ id: categoryId }),
  "admin.catalog.saveCategory": ({ categoryId }) => ({ id: categoryId, version: 1, name: "Mugs" }),
  "admin.catalog.moveCategory": ({ categoryId }) => ({ id: categoryId, parentId: null }),
  "admin.catalog.removeCategory": ({ categoryId }) => ({ id: categoryId }),
  "admin.catalog.attributes": nothing,
  "admin.catalog.saveAttribute": ({ attributeKey }) => ({
    key: attributeKey,
    version: 1,
    name: "Fabric",
    type: "text",
  }),
  "admin.catalog.removeAttribute": ({ attributeKey }) => ({ key: attributeKey }),
  "admin.catalog.markets": nothing,
  "admin.catalog.saveMarket": ({ marketCode }) => ({
    code: marketCode,
    version: 1,
    name: "Avalon",
    currency: "USD",
    locale: "en",
    countries: null,
    pricesIncludeTax: true,
  }),
  "admin.catalog.removeMarket": ({ marketCode }) => ({ code: marketCode }),
  "admin.catalog.importProducts": () => ({
    format: "shopify-csv",
    content: "Handle,Title,Variant Price\ntea,Tea,12.00\n",
  }),
  "admin.catalog.exportProducts": () => ({ format: "jsonl" }),
  "admin.customers.list": () => ({}),
  "admin.customers.get": (_, { customerId }) => ({ id: customerId }),
  "admin.customers.setStatus": (_, { customerId }) => ({ id: customerId, status: "blocked" }),
  "admin.customers.setGroups": (_, { customerId }) => ({ id: customerId, groups: ["wholesale"] }),
  "admin.customers.setTaxExempt": (_, { customerId }) => ({ id: customerId, taxExempt: true }),
  "admin.inventory.levels": () => ({}),
  "admin.inventory.adjust": ({ variantId }) => ({ variantId, delta: 1, reason: "Found" }),
  "admin.inventory.setLevels": ({ variantId }) => ({ levels: [{ variantId, onHand: 90 }] }),
  "admin.inventory.movements": () => ({}),
  "admin.inventory.locations": nothing,
  "admin.inventory.saveLocation": () => ({ id: "loc_default", version: 1, name: "Cellar" }),
  "admin.payments.movements": () => ({}),
  "admin.payments.report": () => ({ from: "2026-01-01", to: "2026-12-31" }),
  "admin.payments.disputes": () => ({}),
  "admin.payments.payouts": () => ({}),
  "admin.payments.payout": ({ payoutId }) => ({ id: payoutId }),
  "admin.orders.list": () => ({}),
  "admin.orders.get": (_, { orderId }) => ({ id: orderId }),
  "admin.orders.resolvePayment": (_, { heldOrderId, heldPaymentId }) => ({
    id: heldOrderId,
    paymentId: heldPaymentId,
    decision: "accept",
  }),
  "admin.orders.markPaid": (_, { orderId }) => ({ id: orderId, version: 1 }),
  "admin.orders.cancel": (_, { orderId, orderLineId }) => ({
    id: orderId,
    version: 1,
    lines: [{ lineId: orderLineId, quantity: 1 }],
  }),
  "admin.orders.refund": (_, { paidOrderId }) => ({
    id: paidOrderId,
    amount: { amount: 100, currency: "EUR" },
    reason: "A scratch",
  }),
  "admin.orders.fulfill": (_, { orderId, orderLineId }) => ({
    id: orderId,
    lines: [{ lineId: orderLineId, quantity: 1 }],
    locationId: "loc_default",
  }),
  "admin.orders.markShipped": (_, { paidOrderId, fulfillmentId }) => ({ id: paidOrderId, fulfillmentId }),
  "admin.orders.markDelivered": (_, { paidOrderId, fulfillmentId }) => ({ id: paidOrderId, fulfillmentId }),
  "admin.orders.cancelFulfillment": (_, { paidOrderId, fulfillmentId }) => ({
    id: paidOrderId,
    fulfillmentId,
  }),
  "admin.orders.returns": () => ({}),
  "admin.orders.approveReturn": (_, { returns }) => ({ id: returns.requestedId }),
  "admin.orders.rejectReturn": (_, { returns }) => ({ id: returns.requestedId, answer: "It was worn" }),
  "admin.orders.receiveReturn": (_, { returns: { approvedId, lineId } }) => ({
    id: approvedId,
    lines: [{ lineId, sellable: 1 }],
    locationId: "loc_default",
  }),
  "admin.orders.closeReturn": (_, { returns }) => ({ id: returns.receivedId }),
  "admin.orders.exchange": ({ variantId }, { returns }) => ({
    returnId: returns.approvedId,
    lines: [{ variantId, quantity: 1 }],
  }),
  "admin.orders.edit": ({ variantId }, { orderId, orderLineId }) => ({
    id: orderId,
    version: 1,
    set: [{ lineId: orderLineId, quantity: 2 }],
    add: [{ variantId, quantity: 1 }],
  }),
  "admin.orders.issueInvoice": (_, { paidOrderId }) => ({ id: paidOrderId }),
  "admin.orders.addNote": (_, { orderId }) => ({ id: orderId, note: "Rang the bell" }),
  "admin.promotions.list": () => ({}),
  "admin.promotions.get": ({ promotionId }) => ({ id: promotionId }),
  "admin.promotions.save": ({ promotionId }) => ({
    id: promotionId,
    version: 1,
    name: "A euro off",
    trigger: "code",
    effect: { type: "fixed_amount", target: "order", amounts: { EUR: 100 } },
  }),
  "admin.promotions.archive": ({ promotionId }) => ({ id: promotionId }),
  "admin.promotions.usage": ({ promotionId }) => ({ id: promotionId }),
  "admin.promotions.codes": ({ promotionId }) => ({ promotionId }),
  "admin.promotions.createCodes": ({ promotionId }) => ({ promotionId, count: 1, usageLimit: 1 }),
  "admin.promotions.endCode": ({ promotionCode }) => ({ code: promotionCode }),
  "admin.staff.list": () => ({}),
  "admin.shipping.options": nothing,
  "admin.shipping.saveOption": () => ({
    id: "ship_standard",
    version: 1,
    name: "Post",
    prices: { EUR: { by: "flat", steps: [{ upTo: null, amount: 390 }] } },
  }),
  "admin.tax.rates": () => ({}),
  "admin.tax.saveRates": () => ({ country: "DE", rates: [{ name: "VAT", basisPoints: 1900 }] }),
  "admin.staff.invitations": () => ({}),
  "admin.staff.invite": ({ unusedRole }) => ({ email: newEmail(), role: unusedRole }),
  "admin.staff.withdrawInvitation": ({ openInvitation }) => ({ id: openInvitation.id }),
  "admin.staff.setRole": ({ packerId, unusedRole }) => ({ customerId: packerId, role: unusedRole }),
  "admin.staff.remove": ({ packerId }) => ({ customerId: packerId }),
  "admin.staff.roles": () => ({}),
  "admin.staff.saveRole": () => ({ name: "night-desk", permissions: [] }),
  "admin.staff.removeRole": ({ unusedRole }) => ({ name: unusedRole }),
};

/** Fields that name what is there as an id does. */
export const nameFields: { [Path in ProcedurePath]?: string } = {
  "admin.catalog.saveAttribute": "key",
  "admin.catalog.removeAttribute": "key",
  "admin.catalog.saveMarket": "code",
  "admin.catalog.removeMarket": "code",
  "admin.promotions.endCode": "code",
};

/** Who asks, where it is neither `me` nor the owner of the shop. */
export const askers: { [Path in ProcedurePath]?: (world: World) => string } = {
  "auth.mfa.confirm": ({ enrolling }) => enrolling.token,
  "auth.mfa.disable": ({ guarded }) => guarded.token,
};

/** What an API key with just the scope of a procedure is told, where that is not enough. */
export const keyRulings: { [Path in ProcedurePath]?: ShopErrorCode } = {
  "admin.apiKeys.create": "FORBIDDEN", // it has no password to give
};
