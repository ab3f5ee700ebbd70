import { isIPv6 } from "node:net";

/**
 * The network that an address is counted as: itself for IPv4, its first 64 bits for IPv6, of which every connection has
 * all the addresses it wants (https://www.rfc-editor.org/rfc/rfc6177).
 */
export function networkOf(address: string | null): string | null {
  if (address === null || !isIPv6(address)) return address;
  const [head = "", tail] = address.split("::");
  const left = head.split(":").filter(Boolean);
  const right = tail === undefined ? [] : tail.split(":").filter(Boolean);
  const groups =
    tail === undefined ? left : [...left, ...Array(8 - left.length - right.length).fill("0"), ...right];
  return groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(":");
}
