/** A provider did not do its part; the cause says why, to the log alone. */
export class ProviderFailed extends Error {
  override readonly name = "ProviderFailed";
}

/** Asks an identity provider. @throws ProviderFailed, whatever went wrong */
export async function askProvider<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  try {
    return await ask();
  } catch (cause) {
    throw new ProviderFailed("The identity provider failed", { cause });
  }
}
