export interface StreamEvent {
  /** Empty for a plain message. */
  type: string;
  data: string;
  /** The last one that the stream told, in this event or before it. */
  id: string | undefined;
}

export interface Heard {
  event(event: StreamEvent): void;
  /** For how many milliseconds to stay away before coming again. */
  retry(milliseconds: number): void;
}

/**
 * Reads a stream of events, given piece by piece however it was cut.
 * https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation
 */
export function createEventParser(heard: Heard): (piece: string) => void {
  let rest = "";
  let id: string | undefined;
  let type = "";
  let data: string[] = [];

  function readLine(line: string): void {
    if (line === "") {
      if (data.length > 0) heard.event({ type, data: data.join("\n"), id });
      type = "";
      data = [];
      return;
    }
    const [, field, value = ""] = /^([^:]*):? ?(.*)$/.exec(line) ?? [];
    if (field === "data") data.push(value);
    else if (field === "event") type = value;
    else if (field === "id") id = value;
    else if (field === "retry" && /^\d+$/.test(value)) heard.retry(Number(value));
  }

  return (piece) => {
    // A piece that ends with a carriage return may be half of a line's end.
    const lines = (rest + piece).split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop() ?? "";
    for (const line of lines) readLine(line);
  };
}
