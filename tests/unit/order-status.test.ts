import { expect, test } from "bun:test";
import { fulfillmentStatus, orderPaymentStatus } from "../../server/modules/order/status.ts";

test("an order is paid once what was captured covers its total", () => {
  expect(orderPaymentStatus(1000, [])).toBe("pending");
  expect(orderPaymentStatus(1000, [{ capturedAmount: 999 }])).toBe("pending");
  expect(orderPaymentStatus(1000, [{ capturedAmount: 400 }, { capturedAmount: 600 }])).toBe("paid");
  expect(orderPaymentStatus(0, [])).toBe("paid");
});

test("an order is fulfilled as far as its units were sent", () => {
  const line = (quantity: number, fulfilledQuantity: number) => ({ quantity, fulfilledQuantity });
  expect(fulfillmentStatus([line(2, 0), line(1, 0)])).toBe("unfulfilled");
  expect(fulfillmentStatus([line(2, 1), line(1, 0)])).toBe("partially_fulfilled");
  expect(fulfillmentStatus([line(2, 2), line(1, 0)])).toBe("partially_fulfilled");
  expect(fulfillmentStatus([line(2, 2), line(1, 1)])).toBe("fulfilled");
});
