import { expect, test } from "bun:test";
import fc from "fast-check";
import { permissions } from "../../db/enums.ts";
import { mayHandle } from "../../server/modules/auth/staff/may-handle.ts";

const some = fc.subarray([...permissions]);

test("roles are handled by whoever may do all that any of them allows, and by nobody else", () => {
  fc.assert(
    fc.property(some, fc.array(some), (own, stored) => {
      const roles = stored.map((each, index) => ({ name: `role-${index}`, permissions: each }));
      const beyond = stored.flat().some((permission) => !own.includes(permission));
      expect(mayHandle(new Set(own), ...roles)).toBe(!beyond);
    }),
  );
});

test("the owner's role is handled by whoever may do everything, whatever is stored of it", () => {
  fc.assert(
    fc.property(some, some, (own, stored) => {
      const owner = { name: "owner", permissions: stored };
      expect(mayHandle(new Set(own), owner)).toBe(own.length === permissions.length);
    }),
  );
  expect(mayHandle(new Set(permissions), { name: "owner", permissions: [] })).toBe(true);
});
