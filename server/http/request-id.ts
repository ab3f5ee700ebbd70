const sane = /^[\w.-]{1,64}$/;

/** The caller's own id when it is a sane one, so that traces go through, or the one that it had in another region; a new one otherwise. */
export function requestIdOf(headers: Headers): string {
  const given = [headers.get("x-request-id"), replayedId(headers)];
  return given.find((id) => id != null && sane.test(id)) ?? crypto.randomUUID();
}

/** See `replayOf`. */
function replayedId(headers: Headers): string | undefined {
  return /(?:^|;)state=([^;]*)/.exec(headers.get("fly-replay-src") ?? "")?.[1];
}
