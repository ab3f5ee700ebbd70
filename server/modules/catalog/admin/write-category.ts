import { brokenConstraint } from "../../../../db/errors.ts";
import { AppError, type FieldIssue } from "../../../core/errors.ts";

/** What of a category's row the database refuses, by the constraint it breaks. */
const issues: ReadonlyMap<string, FieldIssue> = new Map([
  ["categories.slug", { path: "slug", message: "Another category has it" }],
  ["category_slugs.slug", { path: "slug", message: "A category has it in another language" }],
  ["FOREIGN KEY", { path: "parentId", message: "There is no such category" }],
  ["categories_acyclic", { path: "parentId", message: "This is the category itself, or stands below it" }],
]);

/** Runs the one statement that writes a category's row. @throws BAD_REQUEST for what the database refuses */
export async function writeCategory<Result>(statement: PromiseLike<Result>): Promise<Result> {
  try {
    return await statement;
  } catch (error) {
    const issue = issues.get(brokenConstraint(error) ?? "");
    throw issue ? new AppError("BAD_REQUEST", { issues: [issue] }) : error;
  }
}
