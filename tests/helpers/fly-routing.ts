/** One that runs the shop, as Fly.io tells of it. */
export interface Machine {
  id: string;
  region: string;
  /** Where it listens. */
  url: string;
}

/** The machines that a client asked for, or else all, the nearest first. */
export function wantedBy(headers: Headers, machines: readonly Machine[], near: string): readonly Machine[] {
  const instance = headers.get("fly-force-instance-id");
  if (instance !== null) return machines.filter(({ id }) => id === instance);
  const forced = headers.get("fly-force-region");
  if (forced !== null) return inRegions(forced, machines);
  const order = [
    ...inRegions(headers.get("fly-prefer-region") ?? "", machines),
    ...inRegions(near, machines),
  ];
  return [...new Set([...order, ...machines])];
}

export function targetsOf(order: Order, machines: readonly Machine[], from: Machine): Machine[] {
  const { region, instance, elsewhere } = order;
  const named = instance === undefined ? machines : machines.filter(({ id }) => id === instance);
  const there = region === undefined ? named : inRegions(region, named);
  return there.filter((each) => elsewhere !== "true" || each.id !== from.id);
}

function inRegions(list: string, machines: readonly Machine[]): Machine[] {
  return list
    .split(",")
    .flatMap((code) => machines.filter(({ region }) => code === "any" || code === region));
}

/** What a machine answers in `fly-replay`. */
interface Order {
  region?: string;
  instance?: string;
  elsewhere?: string;
  state?: string;
  fallback?: string;
}

/** `region="ams,any";state=x` */
export function fieldsOf(text: string): Order {
  return Object.fromEntries(
    text.split(";").map((field) => {
      const [name = "", value = ""] = field.split("=", 2);
      return [name.trim(), value.trim().replace(/^"(.*)"$/, "$1")];
    }),
  );
}

export function textOf(fields: Record<string, string | undefined>): string {
  return Object.entries(fields)
    .flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${value}`]))
    .join(";");
}
