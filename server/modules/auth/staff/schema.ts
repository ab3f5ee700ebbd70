import { z } from "zod";
import { permissions } from "../../../../db/enums.ts";
import { idInput } from "../../../core/contract.ts";
import { pageInput } from "../../../core/page.ts";
import { emailInput, mailTokenInput, newPasswordInput } from "../schema.ts";

const roleNameInput = z
  .string()
  .max(50)
  .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, "Expected lowercase letters and digits, and single hyphens between")
  .refine((name) => name !== "customer", "Stands in access tokens for who has no role")
  .describe("Such as `order-desk`");

/** What a role, or an API key, may allow. */
export const permissionSchema = z.enum(permissions).meta({ id: "Permission" });

export const listStaffInput = pageInput.prefault({});

export const listInvitationsInput = pageInput.prefault({});

export const listRolesInput = pageInput.prefault({});

export const inviteInput = z.object({ email: emailInput, role: idInput });

export const invitationIdInput = z.object({ id: idInput });

export const setRoleInput = z.object({ customerId: idInput, role: idInput });

export const memberIdInput = z.object({ customerId: idInput });

export const saveRoleInput = z
  .object({
    name: roleNameInput,
    permissions: z
      .array(z.enum(permissions))
      .max(permissions.length)
      .overwrite((each) => permissions.filter((permission) => each.includes(permission)))
      .describe("All that it allows: nothing that whoever saves it may not"),
    version: z
      .int()
      .optional()
      .describe("The version that was seen, of a role that there is; left out to make a new one"),
  })
  .meta({ id: "SaveRoleInput" });

export const roleNameOnlyInput = z.object({ name: idInput });

export const acceptInvitationInput = z.object({
  token: mailTokenInput,
  password: newPasswordInput.describe("Of the account that the address has; a new one when it has none"),
});

export const memberOutput = z
  .object({
    customerId: z.string(),
    email: z.string(),
    firstName: z.string().nullable(),
    lastName: z.string().nullable(),
    role: z.string(),
    secondFactor: z.boolean().describe("Whether a code is asked for when they sign in"),
    createdAt: z.date().describe("When they joined the staff"),
  })
  .meta({ id: "StaffMember" });

export const membersOutput = z
  .object({ items: z.array(memberOutput), nextCursor: z.string().nullable() })
  .meta({ id: "StaffPage" });

export const invitationOutput = z
  .object({
    id: z.string(),
    email: z.string(),
    role: z.string(),
    createdAt: z.date(),
    expiresAt: z.date(),
  })
  .meta({ id: "StaffInvitation" });

export const invitationsOutput = z
  .object({ items: z.array(invitationOutput), nextCursor: z.string().nullable() })
  .meta({ id: "StaffInvitationPage" });

export const roleOutput = z
  .object({
    name: z.string(),
    permissions: z.array(permissionSchema),
    version: z.int().describe("Rises with every change"),
  })
  .meta({ id: "Role" });

export const rolesOutput = z
  .object({ items: z.array(roleOutput), nextCursor: z.string().nullable() })
  .meta({ id: "RolePage" });

export type ListStaffInput = z.infer<typeof listStaffInput>;
export type ListInvitationsInput = z.infer<typeof listInvitationsInput>;
export type ListRolesInput = z.infer<typeof listRolesInput>;
export type InviteInput = z.infer<typeof inviteInput>;
export type SetRoleInput = z.infer<typeof setRoleInput>;
export type SaveRoleInput = z.infer<typeof saveRoleInput>;
export type AcceptInvitationInput = z.infer<typeof acceptInvitationInput>;
export type Member = z.infer<typeof memberOutput>;
export type StaffPage = z.infer<typeof membersOutput>;
export type Invitation = z.infer<typeof invitationOutput>;
export type InvitationPage = z.infer<typeof invitationsOutput>;
export type Role = z.infer<typeof roleOutput>;
export type RolePage = z.infer<typeof rolesOutput>;
