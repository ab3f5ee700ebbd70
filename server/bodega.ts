import { calledAs, explain } from "./commands/command-line.ts";
import { commands } from "./commands/commands.ts";
import { StartError } from "./core/start-error.ts";

const width = Math.max(...Object.keys(commands).map((name) => name.length));

const usage = `Usage: ${calledAs("COMMAND")}

${Object.entries(commands)
  .map(([name, { summary }]) => `${name.padEnd(width)}  ${summary}\n`)
  .join("")}
${calledAs("COMMAND")} --help says more of each.
`;

/** Does what was typed and answers the exit code. @throws StartError */
async function run([name, ...args]: string[]): Promise<number> {
  if (name === "--help" || name === "-h") {
    process.stdout.write(usage);
    return 0;
  }
  if (name === undefined) throw new StartError(usage.trimEnd());
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) throw new StartError(`There is no command ${JSON.stringify(name)}\n\n${usage.trimEnd()}`);
  const loaded = await command.load();
  Bun.unsafe.setJITPolicy(1); // as usual: until here the executable compiles little, since it loads only once
  return loaded.run(args);
}

try {
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${explain(error)}\n`);
  process.exitCode = 1;
}
