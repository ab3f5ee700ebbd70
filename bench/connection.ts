import type { Socket } from "bun";

export interface Answer {
  status: number;
  /** The status line and the headers, as they came. */
  head: string;
  body: Buffer;
}

/** Sends the bytes of a request and resolves to its answer. */
export type Exchange = (request: Uint8Array) => Promise<Answer>;

/** In seconds: an answer that takes longer never comes. */
const answerDeadline = 10;

const headEnd = "\r\n\r\n";
const nothing = Buffer.alloc(0);

/**
 * One keep-alive HTTP/1.1 connection with at most one request on its way.
 * It reads no more of HTTP than Bun.serve writes: at half the cost of `fetch`, one core of load fills one of server.
 */
export class Connection {
  #received: Buffer = nothing;
  #waiting: PromiseWithResolvers<Answer> | undefined;
  #socket: Socket | undefined;

  static async open(port: number): Promise<Connection> {
    const connection = new Connection();
    connection.#socket = await Bun.connect({
      hostname: "127.0.0.1",
      port,
      socket: {
        data: (_, chunk) => connection.#receive(chunk),
        error: (_, error) => connection.#fail(error),
        close: () => connection.#fail(new Error("the server closed the connection")),
        timeout: () => connection.#fail(new Error(`no answer within ${answerDeadline} s`)),
      },
    });
    connection.#socket.timeout(answerDeadline);
    return connection;
  }

  exchange: Exchange = (request) => {
    this.#waiting = Promise.withResolvers();
    const written = this.#socket?.write(request);
    if (written !== request.byteLength) this.#fail(new Error("the request did not fit the socket's buffer"));
    return this.#waiting.promise;
  };

  close(): void {
    this.#socket?.end();
  }

  #receive(chunk: Buffer): void {
    const received = this.#received.length === 0 ? chunk : Buffer.concat([this.#received, chunk]);
    try {
      const answer = readAnswer(received);
      this.#received = answer ? nothing : received;
      if (answer) this.#waiting?.resolve(answer);
    } catch (error) {
      this.#fail(error);
    }
  }

  #fail(error: unknown): void {
    this.#waiting?.reject(error);
  }
}

/** Undefined while the answer is not whole. */
function readAnswer(received: Buffer): Answer | undefined {
  const end = received.indexOf(headEnd);
  if (end < 0) return undefined;
  const head = received.toString("latin1", 0, end);
  const length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1];
  if (length === undefined) throw new Error(`an answer without a length: ${head}`);
  const bodyStart = end + headEnd.length;
  if (received.length < bodyStart + Number(length)) return undefined;
  return { status: Number(head.slice("HTTP/1.1 ".length, 12)), head, body: received.subarray(bodyStart) };
}
