import { TRPCError } from "@trpc/server";
import { getHTTPStatusCodeFromError } from "@trpc/server/http";
import { TRPC_ERROR_CODES_BY_KEY } from "@trpc/server/rpc";
import { ZodError, type z } from "zod";
import {
  AppError,
  type DomainErrorCode,
  type ErrorCode,
  type ErrorData,
  type FieldIssue,
} from "../core/errors.ts";

type TrpcCode = TRPCError["code"];

/** Every domain code's tRPC code, which decides the HTTP status. */
const trpcCodes: Record<DomainErrorCode, TrpcCode> = {
  BAD_REQUEST: "BAD_REQUEST",
  UNAUTHENTICATED: "UNAUTHORIZED",
  FORBIDDEN: "FORBIDDEN",
  NOT_FOUND: "NOT_FOUND",
  CONFLICT: "CONFLICT",
  RATE_LIMITED: "TOO_MANY_REQUESTS",
  IDEMPOTENCY_CONFLICT: "CONFLICT",
  VERSION_CONFLICT: "CONFLICT",
  INVALID_CREDENTIALS: "UNAUTHORIZED",
  MFA_REQUIRED: "UNAUTHORIZED",
  MFA_ENROLLMENT_REQUIRED: "FORBIDDEN",
  EMAIL_TAKEN: "CONFLICT",
  TOKEN_EXPIRED: "UNPROCESSABLE_CONTENT",
  CART_NOT_OPEN: "CONFLICT",
  CART_EMPTY: "UNPROCESSABLE_CONTENT",
  VARIANT_UNAVAILABLE: "CONFLICT",
  OUT_OF_STOCK: "CONFLICT",
  STOCK_CHANGED: "CONFLICT",
  QUANTITY_LIMIT: "UNPROCESSABLE_CONTENT",
  PRICE_CHANGED: "CONFLICT",
  COUPON_INVALID: "UNPROCESSABLE_CONTENT",
  SHIPPING_UNAVAILABLE: "UNPROCESSABLE_CONTENT",
  ADDRESS_REQUIRED: "UNPROCESSABLE_CONTENT",
  EMAIL_REQUIRED: "UNPROCESSABLE_CONTENT",
  PAYMENT_UNAVAILABLE: "UNPROCESSABLE_CONTENT",
  UNITS_UNAVAILABLE: "CONFLICT",
  INVALID_TRANSITION: "CONFLICT",
  REFUND_EXCEEDS_CAPTURED: "UNPROCESSABLE_CONTENT",
  INVOICE_UNAVAILABLE: "UNPROCESSABLE_CONTENT",
  PAYLOAD_TOO_LARGE: "PAYLOAD_TOO_LARGE",
};

/** The faults tRPC itself finds in a request, as the domain code that names them. */
const transportFaults: Partial<Record<TrpcCode, "BAD_REQUEST" | "NOT_FOUND" | "PAYLOAD_TOO_LARGE">> = {
  BAD_REQUEST: "BAD_REQUEST",
  PARSE_ERROR: "BAD_REQUEST",
  METHOD_NOT_SUPPORTED: "BAD_REQUEST",
  UNSUPPORTED_MEDIA_TYPE: "BAD_REQUEST",
  NOT_FOUND: "NOT_FOUND",
  PAYLOAD_TOO_LARGE: "PAYLOAD_TOO_LARGE",
};

export interface ClientError {
  code: ErrorCode;
  message: string;
  data: ErrorData[ErrorCode];
}

/** The tRPC code of an error: a domain error's is that of its kind. */
function trpcCodeOf(error: TRPCError): TrpcCode {
  const cause = appErrorOf(error);
  return cause ? trpcCodes[cause.code] : error.code;
}

/** What an error is answered with: the number of its tRPC code, by JSON-RPC, and its HTTP status. */
export function statusOf(error: TRPCError) {
  const code = trpcCodeOf(error);
  return { number: TRPC_ERROR_CODES_BY_KEY[code], httpStatus: httpStatusOfTrpc(code) };
}

/** Whether nobody foresaw an error. */
export function isFault(error: TRPCError): boolean {
  return trpcCodeOf(error) === "INTERNAL_SERVER_ERROR";
}

/** The HTTP status that a domain error is answered with. */
export function httpStatusOfCode(code: DomainErrorCode): number {
  return httpStatusOfTrpc(trpcCodes[code]);
}

const httpStatusOfTrpc = (code: TrpcCode): number => getHTTPStatusCodeFromError(new TRPCError({ code }));

/** What a client may know of an error: all of a domain error, and of anything unforeseen only the request's id. */
export function describeError(error: TRPCError, requestId: string): ClientError {
  const domainError = appErrorOf(error);
  if (domainError) {
    const { code, message, data } = domainError;
    return { code, message, data };
  }
  const { cause } = error;
  // The output of a procedure is checked too: that failure is ours (INTERNAL_SERVER_ERROR), not the caller's.
  if (error.code === "BAD_REQUEST" && cause instanceof ZodError) {
    return badRequest(fieldIssues(cause.issues));
  }
  const fault = transportFaults[error.code];
  if (fault === "BAD_REQUEST") return badRequest([{ path: "", message: error.message }]);
  if (fault) return { code: fault, message: error.message, data: {} };
  return internalError(requestId);
}

/** The same on tRPC's wire. */
export function shapeOf(error: TRPCError, requestId: string, path: string | undefined) {
  const { code, message, data } = describeError(error, requestId);
  const { number, httpStatus } = statusOf(error);
  return { code: number, message, data: { ...data, code, httpStatus, path } };
}

export function internalError(requestId: string): ClientError {
  return { code: "INTERNAL", message: "Something went wrong on our side", data: { requestId } };
}

function appErrorOf({ cause }: TRPCError): AppError | undefined {
  return cause instanceof AppError ? cause : undefined;
}

function badRequest(issues: FieldIssue[]): ClientError {
  const { code, message, data } = new AppError("BAD_REQUEST", { issues });
  return { code, message, data };
}

function fieldIssues(issues: readonly z.core.$ZodIssue[], at: readonly PropertyKey[] = []): FieldIssue[] {
  return issues.flatMap((issue) => {
    const path = [...at, ...issue.path];
    const within = issue.code === "invalid_union" ? nearest(issue.errors).flat() : [];
    return within.length > 0 ? fieldIssues(within, path) : { path: path.join("."), message: issue.message };
  });
}

/** What the alternatives say that find the fewest fields wrong, of those whose kind the value as a whole is. */
function nearest(alternatives: readonly z.core.$ZodIssue[][]): z.core.$ZodIssue[][] {
  const ofKind = alternatives.filter((issues) => issues.every(({ path }) => path.length > 0));
  const fields = (issues: z.core.$ZodIssue[]) => new Set(issues.map(({ path }) => path.join("."))).size;
  const fewest = Math.min(...ofKind.map(fields));
  return ofKind.filter((issues) => fields(issues) === fewest);
}
