import { TRPCError } from "@trpc/server";
import { getHTTPStatusCodeFromError } from "@trpc/server/http";
import { ZodError } from "zod";
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

/** Gives a domain error the tRPC code of its kind; leaves every other error as it is. */
export function toTrpcError(error: TRPCError): TRPCError {
  const cause = appErrorOf(error);
  if (!cause) return error;
  return new TRPCError({ code: trpcCodes[cause.code], message: cause.message, cause });
}

/** The HTTP status that a domain error is answered with. */
export function httpStatusOf(error: AppError): number {
  return getHTTPStatusCodeFromError(new TRPCError({ code: trpcCodes[error.code] }));
}

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
    return badRequest(fieldIssues(cause));
  }
  const fault = transportFaults[error.code];
  if (fault === "BAD_REQUEST") return badRequest([{ path: "", message: error.message }]);
  if (fault) return { code: fault, message: error.message, data: {} };
  return internalError(requestId);
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

function fieldIssues(error: ZodError): FieldIssue[] {
  return error.issues.map(({ path, message }) => ({ path: path.join("."), message }));
}
