/** The language asked for, as the statements take it; null for none. */
export function localeOf({ locale }: { locale?: string | undefined }): string | null {
  return locale ?? null;
}
