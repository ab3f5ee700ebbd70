import { and, eq, isNull } from "drizzle-orm";
import { apiKeys } from "../../../../db/schema/index.ts";
import { transact } from "../../../../db/transaction.ts";
import type { StaffContext } from "../../../core/context.ts";
import { AppError } from "../../../core/errors.ts";
import { audit } from "../audit.ts";
import { assertActing } from "../staff/assert-acting.ts";
import { presentKey } from "./present-key.ts";
import type { ApiKey } from "./schema.ts";

/** Makes a key worthless at once and for good; one that was revoked before stays as it is. @throws NOT_FOUND */
export function revokeKey(ctx: StaffContext, { id }: { id: string }): Promise<ApiKey> {
  return transact(ctx, async (tx) => {
    const [revoked] = await tx.db
      .update(apiKeys)
      .set({ revokedAt: tx.clock.now() })
      .where(and(eq(apiKeys.id, id), isNull(apiKeys.revokedAt)))
      .returning();
    if (revoked) {
      await assertActing(tx);
      await audit(tx, "api-key-revoked", id, { name: revoked.name, scopes: revoked.scopes });
      return presentKey(revoked);
    }
    const [before] = await tx.db.select().from(apiKeys).where(eq(apiKeys.id, id));
    if (!before) throw new AppError("NOT_FOUND");
    return presentKey(before);
  });
}
