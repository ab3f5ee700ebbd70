const days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/** Making one costs a hundred times what using it does, and there are some six hundred zones. */
const formats = new Map<string, Intl.DateTimeFormat>();

/** The day of the week that a moment falls on in a time zone (IANA): 1 is Monday, 7 Sunday (ISO 8601). */
export function weekdayIn(timeZone: string, moment: Date): number {
  const known = formats.get(timeZone);
  const format = known ?? new Intl.DateTimeFormat("en-US", { weekday: "short", timeZone });
  if (!known) formats.set(timeZone, format);
  return days.indexOf(format.format(moment)) + 1;
}
