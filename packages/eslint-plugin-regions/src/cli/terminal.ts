/** Where text goes. */
export interface Output {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** What a command sees of the process that it runs in. */
export interface Terminal {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdout: Output;
  readonly stderr: Output;
}

/** Whether to write in colours, as far as the environment says: https://no-color.org, https://force-color.org. */
export function hasColors({ env }: Terminal, output: Output): boolean {
  const { FORCE_COLOR, NO_COLOR, TERM } = env;
  if (FORCE_COLOR !== undefined && FORCE_COLOR !== "") return FORCE_COLOR !== "0" && FORCE_COLOR !== "false";
  if (NO_COLOR !== undefined && NO_COLOR !== "") return false;
  return output.isTTY === true && TERM !== "dumb";
}

/** As ESLint's: nothing to report; errors, or too many warnings; it could not be found out. */
export type ExitCode = 0 | 1 | 2;
