/** A language tag (BCP 47) as it is written: `en-us` is `en-US`. Undefined for what is none. */
export function canonicalLocale(tag: string): string | undefined {
  try {
    const [canonical] = Intl.getCanonicalLocales(tag);
    // Longer ones are kept for languages that may be registered one day: `German` is well formed, and none.
    return canonical && /^[a-z]{2,3}(?:-|$)/.test(canonical) ? canonical : undefined;
  } catch {
    return undefined;
  }
}
