import type { ErrorCode } from "../../server/core/errors.ts";
import { codesOfAccess, type ProcedureMeta } from "../../server/trpc/meta.ts";
import type { Conventions } from "./generator/conventions.ts";
import { Fault } from "./generator/fault.ts";

/** How the shop's procedures say of themselves what types do not tell. */
export const ourConventions = {
  summary(meta, path) {
    const { summary } = metaOf(meta);
    if (!summary) throw new Fault(path, "has no summary");
    return summary;
  },
  errors(meta, path) {
    const { access, errors } = metaOf(meta);
    if (!access) throw new Fault(path, "does not say who may call it");
    if (!errors) throw new Fault(path, "does not list its errors");
    return [...codesOfAccess(access), ...errors];
  },
  /** What `eventsOf` says that each event is. */
  event: (output) =>
    typeof output === "object" && output !== null && "event" in output ? output.event : undefined,
  commonCodes: ["BAD_REQUEST", "FORBIDDEN", "INTERNAL", "PAYLOAD_TOO_LARGE"] satisfies ErrorCode[],
  mutationCodes: ["IDEMPOTENCY_CONFLICT"] satisfies ErrorCode[],
  codeGroups: {
    ChangeCode: ["NOT_FOUND", "VERSION_CONFLICT"] satisfies ErrorCode[],
    OrderChangeCode: ["INVALID_TRANSITION", "NOT_FOUND", "VERSION_CONFLICT"] satisfies ErrorCode[],
    TransitionCode: ["INVALID_TRANSITION", "NOT_FOUND"] satisfies ErrorCode[],
    PasswordCode: ["INVALID_CREDENTIALS", "RATE_LIMITED"] satisfies ErrorCode[],
    CartCode: ["CART_NOT_OPEN", "CONFLICT", "NOT_FOUND"] satisfies ErrorCode[],
    StaffCode: [...codesOfAccess("staff:orders:read")],
  },
} satisfies Conventions;

function metaOf(meta: unknown): Partial<ProcedureMeta> {
  // Sound: every procedure is built on the builder that has this type of metadata.
  return (meta ?? {}) as Partial<ProcedureMeta>;
}
