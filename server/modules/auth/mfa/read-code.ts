export type ReadCode = { type: "totp"; code: string } | { type: "recovery"; code: string };

/** What was typed, however it was spaced: six digits are the app's, all else is taken for a recovery code. */
export function readCode(typed: string): ReadCode {
  const code = typed.replace(/[\s-]/g, "").toUpperCase();
  return { type: /^\d{6}$/.test(code) ? "totp" : "recovery", code };
}
