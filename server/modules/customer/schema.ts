import { z } from "zod";
import { idInput } from "../../core/contract.ts";
import { apiKeyOutput } from "../auth/keys/schema.ts";
import { identitiesOutput } from "../auth/oauth/schema.ts";
import { doneOutput, passwordInput, sessionsOutput } from "../auth/schema.ts";
import { returnOutput } from "../order/returns/schema.ts";
import { orderOutput } from "../order/schema.ts";
import { addressInput, addressOutput } from "../shipping/schema.ts";

/** An account of more addresses is a mistake or an attack. */
export const maxAddresses = 50;

/** An export holds no more of what happened: the log is not bounded, the answer is. */
export const maxExportedEvents = 1_000;

const textOrNothing = (max: number) =>
  z.string().trim().min(1).max(max).nullish().describe("Stays when left out; null forgets it");

export const updateProfileInput = z.object({
  version: z.int().describe("The version that was seen: a later one is not written over"),
  firstName: textOrNothing(100),
  lastName: textOrNothing(100),
  phone: textOrNothing(40),
});

export const saveAddressInput = z.object({
  id: idInput.optional().describe("The address to change; a new one when left out"),
  label: z.string().trim().max(50).optional().describe("What the customer calls it"),
  address: addressInput,
});

export const addressIdInput = z.object({ id: idInput });

export const deleteAccountInput = z.object({ password: passwordInput });

export const deletedOutput = doneOutput;

export const profileOutput = z
  .object({
    id: z.string(),
    email: z.string(),
    emailVerifiedAt: z.date().nullable().describe("When its owner proved to read that mailbox"),
    firstName: z.string().nullable(),
    lastName: z.string().nullable(),
    phone: z.string().nullable(),
    version: z.int().describe("Rises with every change"),
    createdAt: z.date(),
    updatedAt: z.date(),
  })
  .meta({ id: "Profile" });

export const savedAddressOutput = z
  .object({
    id: z.string(),
    label: z.string().nullable(),
    address: addressOutput,
    isDefault: z.boolean().describe("Whether things are sent here unless told otherwise: one of them is"),
    createdAt: z.date(),
    updatedAt: z.date(),
  })
  .meta({ id: "SavedAddress" });

export const savedAddressesOutput = z.array(savedAddressOutput);

export const accountEventOutput = z
  .object({
    type: z.string(),
    address: z
      .string()
      .nullable()
      .describe("The network address it came from, if known; null for what others did"),
    device: z.string().describe("What the program said of itself; empty for what others did"),
    createdAt: z.date(),
  })
  .meta({ id: "AccountEvent" });

export const openCartOutput = z
  .object({
    id: z.string(),
    lines: z.array(
      z.object({
        variantId: z.string(),
        quantity: z.int(),
        attributes: z.record(z.string(), z.string()),
      }),
    ),
    codes: z.array(z.string()),
    vatId: z.string().nullable(),
    email: z.string().nullable(),
    shippingAddress: addressOutput.nullable(),
    billingAddress: addressOutput.nullable(),
  })
  .meta({ id: "OpenCart" });

export const exportOutput = z
  .object({
    exportedAt: z.date(),
    profile: profileOutput,
    groups: z.array(z.string()).describe("Which the shop has put the customer into"),
    taxExempt: z.boolean().describe("Whether the customer pays no tax anywhere"),
    addresses: savedAddressesOutput,
    sessions: sessionsOutput,
    secondFactor: z.boolean().describe("Whether signing in takes a code of an authenticator app"),
    identities: identitiesOutput.describe("Through whom else the customer can sign in"),
    role: z.string().nullable().describe("Of those who run the shop; null for everybody else"),
    apiKeys: z.array(apiKeyOutput).describe("Those the customer made as one of the staff, the newest first"),
    orders: z.array(orderOutput).describe("The newest first"),
    returns: z.array(returnOutput).describe("The newest first"),
    carts: z.array(openCartOutput).describe("Those that were not ordered, the newest first"),
    events: z
      .array(accountEventOutput)
      .describe(
        `What the customer did and what was done to the account, the latest first: ${maxExportedEvents} at most`,
      ),
  })
  .meta({ id: "AccountExport" });

export type UpdateProfileInput = z.infer<typeof updateProfileInput>;
export type SaveAddressInput = z.infer<typeof saveAddressInput>;
export type Profile = z.infer<typeof profileOutput>;
export type SavedAddress = z.infer<typeof savedAddressOutput>;
export type OpenCart = z.infer<typeof openCartOutput>;
export type AccountEvent = z.infer<typeof accountEventOutput>;
export type AccountExport = z.infer<typeof exportOutput>;
