import { asc } from "drizzle-orm";
import { prepared } from "../../../db/prepared.ts";
import { categories } from "../../../db/schema/index.ts";
import type { ServiceContext } from "../../core/context.ts";
import { buildTree } from "./category-tree.ts";
import type { Category } from "./schema.ts";

const categoriesStatement = prepared((db) =>
  db.select().from(categories).orderBy(asc(categories.position), asc(categories.name)),
);

/** Every category as a tree: the roots, each with its children. */
export async function listCategories({ db }: ServiceContext): Promise<Category[]> {
  return buildTree(await categoriesStatement(db));
}
