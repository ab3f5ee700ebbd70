import { existsSync, readFileSync } from "node:fs";

/** Linux counts the CPU time that it shows in hundredths of a second, on every architecture. */
const microsPerTick = 10_000;

const hasProc = existsSync("/proc/self/stat");

/** The CPU time that all threads of a process have used, in microseconds. */
export function cpuMicros(pid: number): number {
  if (!hasProc) return psTimeMicros(ps(pid, "time"));
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  // The second field, the name in brackets, may hold spaces: count from behind it.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const [user, system] = [Number(fields[11]), Number(fields[12])];
  return (user + system) * microsPerTick;
}

/** What a process holds in memory, in MB. */
export interface Memory {
  now: number;
  /** The most it has held; without /proc that is not known. */
  peak: number | undefined;
}

export function residentMegabytes(pid: number): Memory {
  if (!hasProc) return { now: Number(ps(pid, "rss")) / 1024, peak: undefined };
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  const megabytes = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+)`, "m").exec(status)?.[1]) / 1024;
  return { now: megabytes("VmRSS"), peak: megabytes("VmHWM") };
}

function ps(pid: number, column: string): string {
  return Bun.spawnSync(["ps", "-o", `${column}=`, "-p", String(pid)])
    .stdout.toString()
    .trim();
}

/** Reads `[hours:]minutes:seconds.hundredths`. */
function psTimeMicros(time: string): number {
  return time.split(":").reduce((sum, part) => sum * 60 + Number(part), 0) * 1_000_000;
}
