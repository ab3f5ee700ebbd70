import { z } from "zod";
import { customerStatuses } from "../../../../db/enums.ts";
import { idInput, moneyOutput } from "../../../core/contract.ts";
import { pageInput } from "../../../core/page.ts";
import { savedAddressesOutput } from "../schema.ts";

const statusOutput = z.enum(customerStatuses).describe("Who is blocked cannot sign in");

export const listCustomersInput = pageInput
  .extend({
    q: z.string().trim().max(254).optional().describe("How the e-mail address or the last name begins"),
    status: z.enum(customerStatuses).optional(),
  })
  .meta({ id: "CustomersInput" })
  .prefault({});

const maxGroups = 50;

export const groupInput = z
  .string()
  .trim()
  .normalize()
  .min(1)
  .max(50)
  .refine((group) => group.isWellFormed(), "Expected text without broken characters")
  .describe("What promotions know customers by: `wholesale`");

export const customerIdInput = z.object({ id: idInput });

export const setStatusInput = z.object({ id: idInput, status: z.enum(customerStatuses) });

export const setGroupsInput = z.object({
  id: idInput,
  groups: z
    .array(groupInput)
    .max(maxGroups)
    .overwrite((groups) => [...new Set(groups)])
    .describe("All there are to be"),
});

export const setTaxExemptInput = z.object({ id: idInput, taxExempt: z.boolean() });

export const customerRecordOutput = z
  .object({
    id: z.string(),
    email: z.string(),
    emailVerifiedAt: z.date().nullable().describe("When its owner proved to read that mailbox"),
    firstName: z.string().nullable(),
    lastName: z.string().nullable(),
    status: statusOutput,
    groups: z.array(z.string()).describe("What promotions know them by"),
    taxExempt: z.boolean().describe("Whether they pay no tax anywhere"),
    createdAt: z.date(),
  })
  .meta({ id: "CustomerRecord" });

export const customersOutput = z
  .object({ items: z.array(customerRecordOutput), nextCursor: z.string().nullable() })
  .meta({ id: "CustomerPage" });

export const customerDetailsOutput = customerRecordOutput
  .extend({
    phone: z.string().nullable(),
    addresses: savedAddressesOutput.describe("The default one first"),
    orders: z.int().describe("How many they placed, whatever became of them"),
    spent: z.array(moneyOutput).describe("What the orders that stand come to, in each currency"),
    secondFactor: z.boolean().describe("Whether signing in takes an authenticator app too"),
  })
  .meta({ id: "CustomerDetails" });

export type ListCustomersInput = z.infer<typeof listCustomersInput>;
export type SetStatusInput = z.infer<typeof setStatusInput>;
export type SetGroupsInput = z.infer<typeof setGroupsInput>;
export type SetTaxExemptInput = z.infer<typeof setTaxExemptInput>;
export type CustomerPage = z.infer<typeof customersOutput>;
export type CustomerRecord = z.infer<typeof customerRecordOutput>;
export type CustomerDetails = z.infer<typeof customerDetailsOutput>;
