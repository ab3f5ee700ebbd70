import type { Change } from "./change.ts";

export type Level = "major" | "minor" | "patch";

/** What semantic versioning calls these changes; without any only the code can have changed. */
export function levelOf(changes: readonly Change[]): Level {
  if (changes.some(({ breaks }) => breaks)) return "major";
  return changes.length > 0 ? "minor" : "patch";
}

/** The first version after a released one that may bring such changes. Below 1.0.0 each level counts as the one below it. */
export function versionAfter(released: string, level: Level): string {
  const [major, minor, patch] = numbersOf(released);
  if (major === 0) return level === "major" ? `0.${minor + 1}.0` : `0.${minor}.${patch + 1}`;
  if (level === "major") return `${major + 1}.0.0`;
  return level === "minor" ? `${major}.${minor + 1}.0` : `${major}.${minor}.${patch + 1}`;
}

/** Whether a version is not before another. */
export function isAtLeast(version: string, least: string): boolean {
  const [a, b] = [numbersOf(version), numbersOf(least)];
  const index = a.findIndex((number, index) => number !== b[index]);
  return index < 0 || (a[index] ?? 0) > (b[index] ?? 0);
}

function numbersOf(version: string): [major: number, minor: number, patch: number] {
  const [, major, minor, patch] = /^(\d+)\.(\d+)\.(\d+)$/.exec(version) ?? [];
  if (major === undefined) throw new Error(`${version} is no version like 1.2.3`);
  return [Number(major), Number(minor), Number(patch)];
}
