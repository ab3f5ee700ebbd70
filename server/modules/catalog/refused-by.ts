import { brokenConstraint } from "../../../db/errors.ts";
import { AppError } from "../../core/errors.ts";

/** Constraints whose names say too little. */
const messages: Record<string, string> = {
  "product_slugs.slug": "Another product has the slug",
  "category_slugs.slug": "Another category has the slug",
  product_images_picture_stays: "A picture has just been removed, as nothing used it: upload it again",
};

/** What something in a file is refused for, by a rule or by the database; undefined when it is not the file's fault. */
export function refusedBy(error: unknown): string | undefined {
  if (isBadRequest(error)) {
    return error.data.issues.map(({ path, message }) => `${path}: ${message}`).join("; ");
  }
  const constraint = brokenConstraint(error);
  if (constraint === undefined) return undefined;
  return messages[constraint] ?? `The database refuses it: ${constraint}`;
}

function isBadRequest(error: unknown): error is AppError<"BAD_REQUEST"> {
  return error instanceof AppError && error.code === "BAD_REQUEST";
}
