import { type ParsedMail, simpleParser } from "mailparser";
import { SMTPServer } from "smtp-server";

export interface TestSmtpServer {
  url: string;
  /** Every mail it has taken charge of. */
  received: ParsedMail[];
  /** Whom the envelopes named. */
  recipients: string[];
  /** Closes the port and cuts every connection. */
  goDown(): Promise<void>;
  /** Opens the same port again. */
  comeBack(): Promise<void>;
}

/** A real mail server on a port of its own; `onMail` sees each mail before it is acknowledged. */
export async function startSmtpServer(onMail: (count: number) => void = () => {}): Promise<TestSmtpServer> {
  const received: ParsedMail[] = [];
  const recipients: string[] = [];
  let server = newServer();
  const port = await listen(server, 0);

  function newServer(): SMTPServer {
    return new SMTPServer({
      disabledCommands: ["AUTH", "STARTTLS"],
      closeTimeout: 1,
      async onData(stream, { envelope }, done) {
        received.push(await simpleParser(stream));
        recipients.push(...envelope.rcptTo.map(({ address }) => address));
        onMail(received.length);
        done();
      },
    });
  }

  return {
    url: `smtp://127.0.0.1:${port}`,
    received,
    recipients,
    goDown: () => new Promise((resolve) => server.close(resolve)),
    async comeBack() {
      server = newServer();
      await listen(server, port);
    },
  };
}

async function listen(server: SMTPServer, port: number): Promise<number> {
  const { promise, resolve } = Promise.withResolvers<void>();
  server.on("error", () => {}); // a connection that was cut
  server.listen(port, "127.0.0.1", resolve);
  await promise;
  const address = server.server.address();
  if (typeof address !== "object" || address === null) throw new Error("no port");
  return address.port;
}
