import { expect, test } from "bun:test";
import { AppError } from "../../server/core/errors.ts";
import { ProviderUnavailable } from "../../server/core/payment-port.ts";
import { failureOf } from "../../server/jobs/failure.ts";

test("a failure is told by its kind and its codes", () => {
  expect(failureOf(new AppError("NOT_FOUND"))).toBe("AppError NOT_FOUND");
  expect(failureOf(Object.assign(new Error(), { code: "EENVELOPE", responseCode: 550 }))).toBe(
    "Error EENVELOPE 550",
  );
  expect(failureOf(new TypeError("x is undefined"))).toBe("TypeError");
  const wrapped = new Error("insert …", { cause: Object.assign(new Error(), { code: "SQLITE_FULL" }) });
  expect(failureOf(wrapped)).toBe("Error SQLITE_FULL");
  const named = new ProviderUnavailable("it did not answer", { cause: new Error("ECONNRESET") });
  expect(failureOf(named)).toBe("ProviderUnavailable");
});

test("nothing that an error says in words is kept, nor what poses as a code", () => {
  const errors = [
    new Error("550 <ada@example.com> unknown"),
    Object.assign(new Error(), { code: "ada@example.com" }),
    Object.assign(new Error(), { responseCode: "ada@example.com" }),
    Object.assign(new Error(), { name: "ada@example.com" }),
    "ada@example.com",
  ];
  for (const error of errors) expect(failureOf(error)).not.toContain("ada");
});
