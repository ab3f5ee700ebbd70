import { z } from "zod";
import { permissions } from "../../../../db/enums.ts";
import { idInput } from "../../../core/contract.ts";
import { pageInput } from "../../../core/page.ts";
import { passwordInput } from "../schema.ts";
import { permissionSchema } from "../staff/schema.ts";

/** All but what would let a key that leaked make itself permanent, by a key or an account of its own. */
const scopeInput = z.enum(permissions).exclude(["staff:write", "keys:write"]);

export const listKeysInput = pageInput.prefault({});

export const createKeyInput = z
  .object({
    name: z
      .string()
      .trim()
      .min(1)
      .max(100)
      .describe("What people call it, such as the server that holds it: one for each of a maker's live keys"),
    scopes: z
      .array(scopeInput)
      .min(1)
      .max(permissions.length)
      .overwrite((scopes) => [...new Set(scopes)])
      .describe("What it may do: nothing that its maker may not"),
    expiresAt: z.date().nullish().describe("Never when left out"),
    password: passwordInput.describe("Of its maker"),
  })
  .meta({ id: "CreateApiKeyInput" });

export const revokeKeyInput = z.object({ id: idInput });

export const apiKeyOutput = z
  .object({
    id: z.string(),
    name: z.string(),
    start: z.string().describe("Its first characters, to tell it by"),
    scopes: z.array(permissionSchema),
    createdBy: z.string().nullable().describe("The id of the member of staff who made it"),
    createdAt: z.date(),
    lastUsedAt: z.date().nullable().describe("To the hour; null until it is used"),
    expiresAt: z.date().nullable(),
    revokedAt: z.date().nullable(),
  })
  .meta({ id: "ApiKey" });

export const apiKeysOutput = z
  .object({ items: z.array(apiKeyOutput), nextCursor: z.string().nullable() })
  .meta({ id: "ApiKeyPage" });

export const createdKeyOutput = z
  .object({
    apiKey: apiKeyOutput,
    key: z.string().describe("What to send as `Authorization: Bearer …`: shown this once, and not kept"),
  })
  .meta({ id: "CreatedApiKey" });

export type ListKeysInput = z.infer<typeof listKeysInput>;
export type CreateKeyInput = z.infer<typeof createKeyInput>;
export type ApiKey = z.infer<typeof apiKeyOutput>;
export type ApiKeyPage = z.infer<typeof apiKeysOutput>;
export type CreatedKey = z.infer<typeof createdKeyOutput>;
