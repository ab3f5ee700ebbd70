import { expect, test } from "bun:test";
import { fulfillmentStatus, orderPaymentStatus } from "../../server/modules/order/status.ts";

const confirmed = { status: "confirmed", totalAmount: 1000, creditedAmount: 0 } as const;
const nothing = {
  authorizedAmount: 0,
  capturedAmount: 0,
  refundedAmount: 0,
  disputedAmount: 0,
  holdReason: null,
} as const;
const paid = (capturedAmount: number, refundedAmount = 0) => ({ ...nothing, capturedAmount, refundedAmount });
const authorized = (authorizedAmount: number, capturedAmount = 0) => ({
  ...nothing,
  authorizedAmount,
  capturedAmount,
});

test("an order is paid once what was captured covers what is due", () => {
  expect(orderPaymentStatus(confirmed, [])).toBe("pending");
  expect(orderPaymentStatus(confirmed, [paid(999)])).toBe("partially_paid");
  expect(orderPaymentStatus(confirmed, [paid(400), paid(600)])).toBe("paid");
  expect(orderPaymentStatus({ ...confirmed, creditedAmount: 400 }, [paid(600)])).toBe("paid");
  expect(orderPaymentStatus({ ...confirmed, totalAmount: 0 }, [])).toBe("paid");
});

test("an order is authorized once what was promised covers what is due, until some of it is taken", () => {
  expect(orderPaymentStatus(confirmed, [authorized(999)])).toBe("pending");
  expect(orderPaymentStatus(confirmed, [authorized(1000)])).toBe("authorized");
  expect(orderPaymentStatus(confirmed, [{ ...authorized(1000), holdReason: "amount_differs" }])).toBe(
    "pending",
  );
  expect(orderPaymentStatus(confirmed, [authorized(600, 400)])).toBe("partially_paid");
  expect(orderPaymentStatus({ ...confirmed, status: "canceled", creditedAmount: 1000 }, [])).toBe("canceled");
});

test("what was given back shows, until it is all", () => {
  const credited = (creditedAmount: number) => ({ ...confirmed, creditedAmount });
  expect(orderPaymentStatus(credited(300), [paid(1000, 300)])).toBe("partially_refunded");
  expect(orderPaymentStatus(credited(1000), [paid(1000, 1000)])).toBe("refunded");
  expect(orderPaymentStatus({ ...confirmed, status: "expired" }, [paid(1000, 1000)])).toBe("refunded");
  expect(orderPaymentStatus(confirmed, [paid(1000, 1000)])).toBe("pending");
});

test("of an order that ended unpaid nothing is to be paid", () => {
  expect(orderPaymentStatus({ ...confirmed, status: "expired" }, [paid(0)])).toBe("canceled");
  expect(orderPaymentStatus({ ...confirmed, status: "canceled", creditedAmount: 1000 }, [])).toBe("canceled");
});

test("an order is fulfilled as far as its units were sent, and those that are canceled do not count", () => {
  const line = (quantity: number, fulfilledQuantity: number, canceledQuantity = 0) => ({
    quantity,
    fulfilledQuantity,
    canceledQuantity,
  });
  const parcel = (status: "pending" | "shipped" | "delivered" | "canceled") => ({ status });
  expect(fulfillmentStatus(confirmed, [line(2, 0), line(1, 0)], [])).toBe("unfulfilled");
  expect(fulfillmentStatus(confirmed, [line(2, 1), line(1, 0)], [parcel("shipped")])).toBe(
    "partially_fulfilled",
  );
  expect(fulfillmentStatus(confirmed, [line(2, 2), line(1, 0)], [parcel("delivered")])).toBe(
    "partially_fulfilled",
  );
  expect(fulfillmentStatus(confirmed, [line(2, 1, 1)], [parcel("pending"), parcel("delivered")])).toBe(
    "fulfilled",
  );
  expect(fulfillmentStatus(confirmed, [line(2, 2)], [parcel("shipped"), parcel("delivered")])).toBe(
    "shipped",
  );
  expect(fulfillmentStatus(confirmed, [line(2, 2)], [parcel("canceled"), parcel("delivered")])).toBe(
    "delivered",
  );
  expect(fulfillmentStatus({ status: "canceled" }, [line(2, 0, 2)], [])).toBe("canceled");
  expect(fulfillmentStatus({ status: "expired" }, [line(2, 0)], [])).toBe("canceled");
});
