/**
 * For how many milliseconds an answer asks to be left alone: a number of seconds or a date.
 * https://www.rfc-editor.org/rfc/rfc9110#field.retry-after
 */
export function retryAfter(headers: Headers): number | undefined {
  const said = headers.get("retry-after");
  if (!said) return undefined;
  const milliseconds = /^\d+$/.test(said) ? Number(said) * 1000 : Date.parse(said) - Date.now();
  return milliseconds > 0 ? milliseconds : undefined;
}
