/** Why Redis is no use, in a word or in the library's own: what a server answers may repeat keys, which hold addresses. */
export function failureReason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === "ReplyError") return error.message.split(" ", 1).join(); // OOM, NOAUTH, READONLY …
  if ("code" in error && typeof error.code === "string") return error.code; // ECONNREFUSED …
  return error.message;
}
