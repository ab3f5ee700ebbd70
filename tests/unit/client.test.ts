import { describe, expect, test } from "bun:test";
import { BlockList, isIP } from "node:net";
import fc from "fast-check";
import { clientOf } from "../../server/http/client.ts";

const trusted = new BlockList();
trusted.addSubnet("10.0.0.0", 8, "ipv4");
trusted.addSubnet("fd00::", 8, "ipv6");

const url = "http://inside.test:3000/x";
const ask = (peer: string | undefined, headers: Record<string, string>) =>
  clientOf(new Request(url, { headers }), new URL(url), () => peer, { trusted, onFly: false });

const addressVia = (peer: string, list: string) => ask(peer, { "x-forwarded-for": list }).address;
const originVia = (headers: Record<string, string>) => ask("10.0.0.1", headers).origin;

describe("the client's address", () => {
  test("is the peer's where no trusted proxy stands between", () => {
    expect(addressVia("192.0.2.1", "198.51.100.1")).toBe("192.0.2.1");
    expect(addressVia("::ffff:192.0.2.1", "198.51.100.1")).toBe("192.0.2.1");
    expect(addressVia("2001:db8::1", "198.51.100.1")).toBe("2001:db8::1");
    expect(ask(undefined, { "x-forwarded-for": "198.51.100.1" }).address).toBeNull();
    expect(ask("10.0.0.1", {}).address).toBe("10.0.0.1");
  });

  test.each([
    ["one entry", "192.0.2.1", "192.0.2.1"],
    ["what the client itself had sent", "198.51.100.1, 192.0.2.1", "192.0.2.1"],
    ["a chain of trusted proxies", "198.51.100.1, 192.0.2.1, 10.1.1.1, fd00::5", "192.0.2.1"],
    ["a trusted address that the client invents", "10.9.9.9, 192.0.2.1", "192.0.2.1"],
    ["proxies alone", "10.0.0.9, 10.0.0.8", "10.0.0.9"],
    ["IPv6", "2001:db8::7,10.0.0.8", "2001:db8::7"],
    ["IPv4 in IPv6", "::ffff:192.0.2.1, ::ffff:10.0.0.8", "192.0.2.1"],
    ["ports", "192.0.2.1:4711, 10.0.0.8:80", "192.0.2.1"],
    ["ports of IPv6", "[2001:db8::7]:4711, [fd00::5]", "2001:db8::7"],
    ["nothing", "", "10.0.0.1"],
    ["garbage", "unknown", "10.0.0.1"],
    ["garbage before a proxy", "192.0.2.1, _hidden, 10.0.0.8", "10.0.0.8"],
    ["an empty entry", "192.0.2.1,", "10.0.0.1"],
  ])("behind a trusted proxy that names %s", (_, list, address) => {
    expect(addressVia("10.0.0.1", list)).toBe(address);
    expect(addressVia("::ffff:10.0.0.1", list)).toBe(address);
  });

  test("is read from no header that only some proxies write", () => {
    expect(ask("10.0.0.1", { "fly-client-ip": "192.0.2.1", forwarded: "for=192.0.2.1" }).address).toBe(
      "10.0.0.1",
    );
  });
});

describe("behind Fly.io's proxy", () => {
  const own = "2a09:8280:1::af:1aa1:0"; // of the shop, at which everybody connects
  const via = (list: string, connected: string, peer = "10.0.0.1") => {
    const headers = { "x-forwarded-for": list, "fly-client-ip": connected };
    return clientOf(new Request(url, { headers }), new URL(url), () => peer, { trusted, onFly: true })
      .address;
  };

  test.each([
    ["who connected", `192.0.2.1, ${own}`, "192.0.2.1", "192.0.2.1"],
    ["who connected, whatever they sent", `198.51.100.1, 192.0.2.1, ${own}`, "192.0.2.1", "192.0.2.1"],
    ["the client of a trusted proxy that connected", `192.0.2.1, 10.1.1.1, ${own}`, "10.1.1.1", "192.0.2.1"],
    ["who connected, if the list is of others", "198.51.100.1", "192.0.2.1", "192.0.2.1"],
    ["the peer, if nobody says who connected", `198.51.100.1, ${own}`, "", "10.0.0.1"],
  ])("it is the address of %s", (_, list, connected, address) => {
    expect(via(list, connected)).toBe(address);
  });

  test("nobody else speaks in its name", () => {
    expect(via(`198.51.100.1, ${own}`, "198.51.100.1", "192.0.2.9")).toBe("192.0.2.9");
  });
});

describe("the origin behind a trusted proxy", () => {
  test.each([
    ["both", { "x-forwarded-proto": "https", "x-forwarded-host": "shop.example" }, "https://shop.example"],
    ["the scheme alone", { "x-forwarded-proto": "HTTPS" }, "https://inside.test:3000"],
    ["the host alone", { "x-forwarded-host": "shop.example:8080" }, "http://shop.example:8080"],
    ["an IPv6 host", { "x-forwarded-host": "[2001:db8::1]:8080" }, "http://[2001:db8::1]:8080"],
    [
      "a default port",
      { "x-forwarded-proto": "https", "x-forwarded-host": "a.example:443" },
      "https://a.example",
    ],
    [
      "what a client sent before",
      { "x-forwarded-proto": "https, http", "x-forwarded-host": "evil, a.b" },
      "http://a.b",
    ],
    ["a last entry of no use", { "x-forwarded-host": "evil.example, 999.1.1.1" }, "http://inside.test:3000"],
    ["another scheme", { "x-forwarded-proto": "javascript" }, "http://inside.test:3000"],
    [
      "a host with more in it",
      { "x-forwarded-host": "evil.example/@shop.example" },
      "http://inside.test:3000",
    ],
    ["somebody at a host", { "x-forwarded-host": "shop.example@evil.example" }, "http://inside.test:3000"],
  ])("with %s", (_, headers, origin) => {
    expect(originVia({ ...headers })).toBe(origin);
  });
});

const names = ["x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "fly-client-ip", "forwarded"];
const value = fc.oneof(
  fc.ipV4(),
  fc.ipV6(),
  fc.domain(),
  fc.constantFrom("https", "10.0.0.1", "[", ":", "999.1.1.1:99999"),
  fc.string(), // printable ASCII
);
const headers = fc.dictionary(
  fc.constantFrom(...names),
  fc.array(value, { maxLength: 5 }).map((values) => values.join(", ")),
);

describe("whatever the headers hold,", () => {
  test("an untrusted peer changes neither its address nor the origin", () => {
    const peer = fc
      .oneof(fc.ipV4(), fc.ipV6())
      .filter((address) => !trusted.check(address, address.includes(":") ? "ipv6" : "ipv4"));
    fc.assert(
      fc.property(fc.option(peer, { nil: undefined }), headers, (from, sent) => {
        expect(ask(from, sent)).toEqual(ask(from, {}));
      }),
    );
  });

  test("a trusted one gets an origin that is one, and an address", () => {
    fc.assert(
      fc.property(headers, (sent) => {
        const { address, origin } = ask("10.0.0.1", sent);
        expect(URL.parse(origin ?? "")?.origin).toBe(origin ?? "");
        expect(isIP(address ?? "")).not.toBe(0);
      }),
    );
  });
});
