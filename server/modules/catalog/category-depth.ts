import { sql } from "drizzle-orm";
import { prepared } from "../../../db/prepared.ts";
import type { Transaction } from "../../../db/transaction.ts";
import { AppError } from "../../core/errors.ts";

const { placeholder } = sql;

/** The tree is answered as one nested value, which programs read and check by going down into it. */
export const maxLevels = 1_000;

export const tooDeep = `Expected at most ${maxLevels} levels`;

const levelStatement = prepared((db) =>
  db.select({ level: sql<number>`count(*)` }).from(sql`(
      with recursive up(id) as (
        select ${placeholder("id")}
        union all select c.parent_id from up join categories c on c.id = up.id where c.parent_id is not null
      )
      select id from up
    )`),
);

const heightStatement = prepared((db) =>
  db.select({ height: sql<number>`max(height)` }).from(sql`(
      with recursive down(id, height) as (
        select ${placeholder("id")}, 1
        union all select c.id, down.height + 1 from down join categories c on c.parent_id = down.id
      )
      select height from down
    )`),
);

/** Whether one more category fits below this one. */
export async function hasRoomBelow(db: Transaction, id: string): Promise<boolean> {
  return (await levelOf(db, id)) < maxLevels;
}

/** @throws BAD_REQUEST when a category, where it has been put, or what is below it stands too deep */
export async function assertNotTooDeep(db: Transaction, id: string): Promise<void> {
  const [below] = await heightStatement(db, { id });
  if ((await levelOf(db, id)) + (below?.height ?? 1) - 1 <= maxLevels) return;
  throw new AppError("BAD_REQUEST", { issues: [{ path: "parentId", message: tooDeep }] });
}

/** From 1 at the root. */
async function levelOf(db: Transaction, id: string): Promise<number> {
  const [row] = await levelStatement(db, { id });
  return row?.level ?? 1;
}
