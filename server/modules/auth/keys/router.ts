import { router } from "../../../trpc/init.ts";
import { staffProcedure } from "../../../trpc/procedures.ts";
import { createKey } from "./create-key.ts";
import { listKeys } from "./list-keys.ts";
import { revokeKey } from "./revoke-key.ts";
import {
  apiKeyOutput,
  apiKeysOutput,
  createdKeyOutput,
  createKeyInput,
  listKeysInput,
  revokeKeyInput,
} from "./schema.ts";

export const apiKeysRouter = router({
  list: staffProcedure("keys:read")
    .input(listKeysInput)
    .output(apiKeysOutput)
    .meta({
      summary: "The API keys, the newest first; never the keys themselves",
      errors: [],
      rest: "GET /admin/api-keys",
    })
    .query(({ ctx, input }) => listKeys(ctx, input)),

  create: staffProcedure("keys:write")
    .input(createKeyInput)
    .output(createdKeyOutput)
    .meta({
      summary: "Make an API key for a server, which is shown this once; a name is taken while its key lives",
      errors: ["INVALID_CREDENTIALS", "RATE_LIMITED", "CONFLICT"],
      idempotency: "none",
      rest: "POST /admin/api-keys",
    })
    .mutation(({ ctx, input }) => createKey(ctx, input)),

  revoke: staffProcedure("keys:write")
    .input(revokeKeyInput)
    .output(apiKeyOutput)
    .meta({
      summary: "Make an API key worthless, for good",
      errors: ["NOT_FOUND"],
      rest: "DELETE /admin/api-keys/{id}",
    })
    .mutation(({ ctx, input }) => revokeKey(ctx, input)),
});
