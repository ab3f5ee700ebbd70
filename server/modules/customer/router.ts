import { router } from "../../trpc/init.ts";
import { customerProcedure } from "../../trpc/procedures.ts";
import { listAddresses, removeAddress, saveAddress, setDefaultAddress } from "./addresses.ts";
import { deleteAccount } from "./delete-account.ts";
import { exportData } from "./export-data.ts";
import { getProfile, updateProfile } from "./profile.ts";
import {
  addressIdInput,
  deleteAccountInput,
  deletedOutput,
  exportOutput,
  profileOutput,
  saveAddressInput,
  savedAddressesOutput,
  savedAddressOutput,
  updateProfileInput,
} from "./schema.ts";

export const accountRouter = router({
  profile: customerProcedure
    .output(profileOutput)
    .meta({ summary: "Who the customer is, as they told it", errors: [], rest: "GET /account" })
    .query(({ ctx }) => getProfile(ctx)),

  updateProfile: customerProcedure
    .input(updateProfileInput)
    .output(profileOutput)
    .meta({
      summary: "Change the profile that was seen, by its version",
      errors: ["VERSION_CONFLICT"],
      rest: "PATCH /account",
    })
    .mutation(({ ctx, input }) => updateProfile(ctx, input)),

  addresses: customerProcedure
    .output(savedAddressesOutput)
    .meta({
      summary: "The saved addresses, the default one first",
      errors: [],
      rest: "GET /account/addresses",
    })
    .query(({ ctx }) => listAddresses(ctx)),

  saveAddress: customerProcedure
    .input(saveAddressInput)
    .output(savedAddressOutput)
    .meta({
      summary: "Add an address, or with its id put another in its place; the first is the default",
      errors: ["NOT_FOUND"],
      rest: "POST /account/addresses",
    })
    .mutation(({ ctx, input }) => saveAddress(ctx, input)),

  removeAddress: customerProcedure
    .input(addressIdInput)
    .output(savedAddressesOutput)
    .meta({
      summary: "Forget an address; the newest left becomes the default if it was",
      errors: ["NOT_FOUND"],
      rest: "DELETE /account/addresses/{id}",
    })
    .mutation(({ ctx, input }) => removeAddress(ctx, input)),

  setDefaultAddress: customerProcedure
    .input(addressIdInput)
    .output(savedAddressesOutput)
    .meta({
      summary: "Send to this address unless told otherwise",
      errors: ["NOT_FOUND"],
      rest: "PUT /account/default-address",
    })
    .mutation(({ ctx, input }) => setDefaultAddress(ctx, input)),

  exportData: customerProcedure
    .output(exportOutput)
    .meta({
      summary: "Everything that is kept of the account, without secrets",
      errors: [],
      rest: "GET /account/export",
    })
    .query(({ ctx }) => exportData(ctx)),

  deleteAccount: customerProcedure
    .input(deleteAccountInput)
    .output(deletedOutput)
    .meta({
      summary: "Close the account for good and sign out everywhere; needs the password",
      errors: ["INVALID_CREDENTIALS", "RATE_LIMITED", "CONFLICT"],
      idempotency: "none",
      rest: "POST /account/delete",
    })
    .mutation(async ({ ctx, input }) => {
      const deleted = await deleteAccount(ctx, input);
      ctx.setSessionCookie(null);
      return deleted;
    }),
});
