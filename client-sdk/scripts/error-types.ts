/**
 * The exported interfaces of a source file by name, as they stand there with their comments.
 * Text is enough for the few plain interfaces that say what comes with each error, laid out by the formatter; that the
 * copy means the same is what the drift check proves.
 */
export function extractInterfaces(source: string): Map<string, string> {
  const interfaces = source.matchAll(
    /^(?:\/\*\*(?:(?!\*\/)[\s\S])*\*\/\n)?export interface (\w+) .*\{$[\s\S]*?^\}$/gm,
  );
  return new Map([...interfaces].map(([text, name = ""]) => [name, text]));
}
