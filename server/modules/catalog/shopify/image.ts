import { z } from "zod";
import { maxLengths } from "../limits.ts";
import type { ImageDraft } from "../product-draft.ts";
import { textUpTo, webAddress, wholeNumber } from "./cells.ts";

export const imageSchema = z
  .object({
    "Image Src": webAddress,
    "Image Position": wholeNumber(null).optional(),
    "Image Alt Text": textUpTo(maxLengths.alt).optional(),
  })
  .transform(
    (cells): ImageDraft => ({
      url: cells["Image Src"],
      position: cells["Image Position"],
      alt: cells["Image Alt Text"],
    }),
  );
