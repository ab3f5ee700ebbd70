/** Why the shop cannot start or a command cannot run, in one line for the person who typed it. */
export class StartError extends Error {
  override readonly name = "StartError";
}
