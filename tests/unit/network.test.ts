import { expect, test } from "bun:test";
import { networkOf } from "../../server/modules/auth/network.ts";

test.each([
  [null, null],
  ["192.0.2.7", "192.0.2.7"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2"],
  ["2001:0db8:0001:0002::1", "2001:db8:1:2"],
  ["2001:db8::1", "2001:db8:0:0"],
  ["::1", "0:0:0:0"],
  ["fe80::", "fe80:0:0:0"],
])("%p is counted as %p", (address, network) => {
  expect(networkOf(address)).toBe(network);
});
