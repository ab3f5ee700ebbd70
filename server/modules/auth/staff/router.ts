import { router } from "../../../trpc/init.ts";
import { staffProcedure } from "../../../trpc/procedures.ts";
import { doneOutput } from "../schema.ts";
import { removeMember, setRole } from "./change-members.ts";
import { listStaff } from "./find-members.ts";
import { invite, listInvitations, withdrawInvitation } from "./invitations.ts";
import { listRoles, removeRole, saveRole } from "./roles.ts";
import {
  invitationIdInput,
  invitationOutput,
  invitationsOutput,
  inviteInput,
  listInvitationsInput,
  listRolesInput,
  listStaffInput,
  memberIdInput,
  memberOutput,
  membersOutput,
  roleNameOnlyInput,
  roleOutput,
  rolesOutput,
  saveRoleInput,
  setRoleInput,
} from "./schema.ts";

export const staffRouter = router({
  list: staffProcedure("staff:read")
    .input(listStaffInput)
    .output(membersOutput)
    .meta({ summary: "Who runs the shop", errors: [], rest: "GET /admin/staff" })
    .query(({ ctx, input }) => listStaff(ctx, input)),

  invitations: staffProcedure("staff:read")
    .input(listInvitationsInput)
    .output(invitationsOutput)
    .meta({
      summary: "Who was invited to the staff and has not answered yet, the first invited first",
      errors: [],
      rest: "GET /admin/invitations",
    })
    .query(({ ctx, input }) => listInvitations(ctx, input)),

  invite: staffProcedure("staff:write")
    .input(inviteInput)
    .output(invitationOutput)
    .meta({
      summary:
        "Mail somebody a token of seven days to join the staff with; invited again, the new one counts",
      errors: ["NOT_FOUND", "EMAIL_TAKEN"],
      rest: "POST /admin/invitations",
    })
    .mutation(({ ctx, input }) => invite(ctx, input)),

  withdrawInvitation: staffProcedure("staff:write")
    .input(invitationIdInput)
    .output(doneOutput)
    .meta({
      summary: "Make the token of an invitation worthless",
      errors: ["NOT_FOUND"],
      rest: "DELETE /admin/invitations/{id}",
    })
    .mutation(({ ctx, input }) => withdrawInvitation(ctx, input)),

  setRole: staffProcedure("staff:write")
    .input(setRoleInput)
    .output(memberOutput)
    .meta({
      summary: "Give a member of staff another role and sign them out; the last owner keeps theirs",
      errors: ["NOT_FOUND", "CONFLICT"],
      rest: "PUT /admin/staff/{customerId}/role",
    })
    .mutation(({ ctx, input }) => setRole(ctx, input)),

  remove: staffProcedure("staff:write")
    .input(memberIdInput)
    .output(doneOutput)
    .meta({
      summary: "Take somebody off the staff and sign them out; they stay a customer",
      errors: ["NOT_FOUND", "CONFLICT"],
      rest: "DELETE /admin/staff/{customerId}",
    })
    .mutation(({ ctx, input }) => removeMember(ctx, input)),

  roles: staffProcedure("staff:read")
    .input(listRolesInput)
    .output(rolesOutput)
    .meta({
      summary: "The roles and what each allows, by name",
      errors: [],
      rest: "GET /admin/roles",
    })
    .query(({ ctx, input }) => listRoles(ctx, input)),

  saveRole: staffProcedure("staff:write")
    .input(saveRoleInput)
    .output(roleOutput)
    .meta({
      summary: "Make a role, or change the one that was seen and sign out whoever has it",
      errors: ["NOT_FOUND", "CONFLICT", "VERSION_CONFLICT"],
      rest: "PUT /admin/roles/{name}",
    })
    .mutation(({ ctx, input }) => saveRole(ctx, input)),

  removeRole: staffProcedure("staff:write")
    .input(roleNameOnlyInput)
    .output(doneOutput)
    .meta({
      summary: "Remove a role that nobody has or is invited to",
      errors: ["NOT_FOUND", "CONFLICT"],
      rest: "DELETE /admin/roles/{name}",
    })
    .mutation(({ ctx, input }) => removeRole(ctx, input)),
});
