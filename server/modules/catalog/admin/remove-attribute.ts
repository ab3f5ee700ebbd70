import { eq } from "drizzle-orm";
import { attributes } from "../../../../db/schema/index.ts";
import type { StaffContext } from "../../../core/context.ts";
import { AppError } from "../../../core/errors.ts";
import { audit } from "../../auth/audit.ts";
import type { RemoveAttributeInput } from "./attribute-schema.ts";
import type { Removed } from "./removal-schema.ts";
import { writeCatalog } from "./write-catalog.ts";

/** Removes an attribute. @throws NOT_FOUND, VERSION_CONFLICT; CONFLICT while products have it */
export function removeAttribute(ctx: StaffContext, { key, version }: RemoveAttributeInput): Promise<Removed> {
  return writeCatalog(ctx, async (tx) => {
    const [removed] = await tx.db.delete(attributes).where(eq(attributes.key, key)).returning();
    if (!removed) throw new AppError("NOT_FOUND");
    const { name, type, version: current } = removed;
    if (version !== undefined && version !== current) throw new AppError("VERSION_CONFLICT", { current });
    await audit(tx, "attribute-removed", key, { name, type });
    return { done: true };
  });
}
