/** What may become of each status; what leads nowhere is an end. */
export type Transitions<Status extends string> = Readonly<Record<Status, readonly Status[]>>;

/** From where a status can be reached. */
export function sourcesOf<Status extends string>(transitions: Transitions<Status>, to: Status): Status[] {
  // Sound: its keys are the statuses, and nothing else.
  return (Object.keys(transitions) as Status[]).filter((from) => transitions[from].includes(to));
}
