import { Copy, DockerfileParser, Env, From, type Instruction, JSONInstruction } from "dockerfile-ast";

/** What is done to the root of an image, or said of it. */
export type Step =
  | { keyword: "RUN"; command: string }
  | { keyword: "COPY"; from: string | undefined; sources: string[]; target: string }
  | { keyword: "ENV"; variables: Record<string, string> }
  | { keyword: "WORKDIR" | "USER" | "EXPOSE" | "STOPSIGNAL"; value: string }
  | { keyword: "CMD"; words: string[] };

/** From one FROM to the next. */
export interface Stage {
  image: string;
  name: string | undefined;
  steps: Step[];
}

/** @throws Error of what it does not know: better than an image that would be another one */
export function readStages(dockerfile: string): Stage[] {
  const stages: Stage[] = [];
  for (const instruction of DockerfileParser.parse(dockerfile).getInstructions()) {
    if (instruction instanceof From) {
      const [image, name] = [instruction.getImage(), instruction.getBuildStage()];
      if (image === null) throw unknown(instruction);
      stages.push({ image, name: name ?? undefined, steps: [] });
    } else {
      const stage = stages.at(-1);
      if (!stage) throw unknown(instruction);
      stage.steps.push(readStep(instruction));
    }
  }
  return stages;
}

function readStep(instruction: Instruction): Step {
  const keyword = instruction.getKeyword();
  const words = instruction.getArguments().map((argument) => argument.getValue());
  const text = instruction.getArgumentsContent() ?? "";
  if (instruction instanceof Env) {
    const entries = instruction.getProperties().map((each) => [each.getName(), each.getValue() ?? ""]);
    return { keyword: "ENV", variables: Object.fromEntries(entries) };
  }
  if (instruction instanceof Copy) return readCopy(instruction);
  if (keyword === "CMD" && instruction instanceof JSONInstruction) {
    const said = instruction.getJSONStrings().map((each) => each.getJSONValue());
    if (said.length === 0) throw new Error(`${text}: in a shell, no signal would reach the server`);
    return { keyword, words: said };
  }
  if (keyword === "RUN" && !text.startsWith("[") && !text.startsWith("--")) return { keyword, command: text };
  const [value] = words;
  if (isSaying(keyword) && value !== undefined && words.length === 1) return { keyword, value };
  throw unknown(instruction);
}

function readCopy(instruction: Copy): Step {
  const words = instruction.getArguments().map((argument) => argument.getValue());
  const [target, ...sources] = words.reverse();
  const flags = instruction.getFlags();
  if (target === undefined || sources.length === 0 || flags.some((flag) => flag.getName() !== "from")) {
    throw unknown(instruction);
  }
  return {
    keyword: "COPY",
    from: instruction.getFromFlag()?.getValue() ?? undefined,
    sources: sources.reverse(),
    target,
  };
}

const isSaying = (keyword: string) =>
  keyword === "WORKDIR" || keyword === "USER" || keyword === "EXPOSE" || keyword === "STOPSIGNAL";

const unknown = (instruction: Instruction) => new Error(`Not known how to do: ${instruction.toString()}`);
