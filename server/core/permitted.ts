import type { Permission } from "../../db/enums.ts";
import type { Actor, KeyActor, StaffActor } from "./context.ts";
import { AppError } from "./errors.ts";

/**
 * Who asks, if they are of those who run the shop, or a server of theirs, with that permission.
 * @throws UNAUTHENTICATED, FORBIDDEN, MFA_ENROLLMENT_REQUIRED
 */
export function permittedActor(
  actor: Actor,
  permission: Permission,
  staffNeedSecondFactor: boolean,
): StaffActor | KeyActor {
  if (actor.type === "anonymous") throw new AppError("UNAUTHENTICATED");
  if (actor.type === "customer" || !actor.permissions.has(permission)) throw new AppError("FORBIDDEN");
  assertFactor(actor, staffNeedSecondFactor);
  return actor;
}

/** Keeps staff without a second factor out of what their role is worth, where they have to have one. @throws MFA_ENROLLMENT_REQUIRED */
export function assertFactor(actor: Actor, staffNeedSecondFactor: boolean): void {
  if (staffNeedSecondFactor && actor.type === "staff" && !actor.secondFactor) {
    throw new AppError("MFA_ENROLLMENT_REQUIRED");
  }
}
