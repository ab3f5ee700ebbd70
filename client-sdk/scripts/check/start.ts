export interface Started {
  /** The part of what it printed that was waited for. */
  said: string;
  stop(): Promise<void>;
}

/** Starts what goes on until it is stopped, and waits for it to print what `sign` finds. */
export async function start(
  command: readonly string[],
  cwd: string,
  sign: RegExp,
  env: Readonly<Record<string, string>> = {},
): Promise<Started> {
  const child = Bun.spawn([...command], {
    cwd,
    env: { ...process.env, ...env },
    stdin: "ignore",
    stdout: "pipe",
    stderr: "inherit",
  });
  const { promise: found, resolve, reject } = Promise.withResolvers<string>();
  void (async () => {
    const decoder = new TextDecoder();
    let output = "";
    for await (const chunk of child.stdout) {
      output += decoder.decode(chunk, { stream: true });
      const [, said] = sign.exec(output) ?? [];
      if (said !== undefined) resolve(said);
    }
    reject(new Error(`${command.join(" ")} ended:\n${output}`));
  })();
  return {
    said: await found,
    async stop() {
      child.kill();
      await child.exited;
    },
  };
}
