import { describe, expect, test } from "bun:test";
import { ProviderRefused, ProviderUnavailable } from "../../server/core/payment-port.ts";
import { CircuitBreaker } from "../../server/infra/circuit-breaker.ts";
import { newClock } from "../helpers/clock.ts";

const pause = 10_000;

function newBreaker() {
  const clock = newClock();
  const heard: string[] = [];
  const breaker = new CircuitBreaker(clock, {
    opened: () => heard.push("opened"),
    closed: () => heard.push("closed"),
  });
  let asked = 0;
  const call = (error?: Error) =>
    breaker
      .call(async () => {
        asked += 1;
        if (error) throw error;
      })
      .then(
        () => "answered",
        ({ name }: Error) => name,
      );
  const fail = async (times: number) => {
    for (let n = 0; n < times; n++) await call(new ProviderUnavailable());
  };
  return { breaker, clock, heard, call, fail, asked: () => asked };
}

describe("a circuit breaker", () => {
  test("opens after five calls in a row without an answer, and makes none for a while", async () => {
    const { breaker, heard, call, fail, asked } = newBreaker();
    await fail(4);
    expect(breaker.lets()).toBe(true);
    await fail(1);
    expect(breaker.lets()).toBe(false);
    expect(await call()).toBe("ProviderUnavailable");
    expect(asked()).toBe(5);
    expect(heard).toEqual(["opened"]);
  });

  test("stays closed while any of them is answered, were it by a refusal", async () => {
    const { breaker, call, fail } = newBreaker();
    for (let round = 0; round < 3; round++) {
      await fail(4);
      expect(await call(new ProviderRefused("no"))).toBe("ProviderRefused");
    }
    expect(breaker.lets()).toBe(true);
  });

  test("lets one call try after the pause, whose answer closes it for all", async () => {
    const { breaker, clock, heard, call, fail } = newBreaker();
    await fail(5);
    clock.advance(pause - 1);
    expect(breaker.lets()).toBe(false);
    clock.advance(1);
    const trial = Promise.withResolvers<void>();
    const tried = breaker.call(() => trial.promise);
    expect(breaker.lets()).toBe(false);
    expect(await call()).toBe("ProviderUnavailable");
    trial.resolve();
    await tried;
    expect(await call()).toBe("answered");
    expect(heard).toEqual(["opened", "closed"]);
  });

  test("stays open for another pause when the one that tries is not answered either", async () => {
    const { breaker, clock, heard, fail, asked } = newBreaker();
    await fail(5);
    clock.advance(pause);
    await fail(2);
    expect(asked()).toBe(6);
    clock.advance(pause - 1);
    expect(breaker.lets()).toBe(false);
    clock.advance(1);
    expect(breaker.lets()).toBe(true);
    expect(heard).toEqual(["opened"]);
  });
});
