import { Command, CommanderError } from "commander";
import picocolors from "picocolors";
import manifest from "../../package.json" with { type: "json" };
import { addCheck } from "./check/command.js";
import { addExplain } from "./explain/command.js";
import { type ExitCode, hasColors, type Terminal } from "./terminal.js";
import { troubleOf } from "./trouble.js";

/** Runs the command that `args` asks for. */
export async function main(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  let code: ExitCode = 0;
  const program = new Command("regions")
    .description("Checks ownership in JavaScript and TypeScript with ESLint and eslint-plugin-regions.")
    .version(manifest.version, "-v, --version", "Print the version")
    .helpOption("-h, --help", "Print this help")
    .helpCommand("help [command]", "Print the help of a command")
    .showHelpAfterError("(Add --help for what there is.)")
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.stdout.write(text),
      writeErr: (text) => terminal.stderr.write(text),
    });
  const finish = (result: ExitCode): void => {
    code = result;
  };
  addCheck(program, terminal, finish);
  addExplain(program, terminal, finish);
  try {
    await program.parseAsync([...args], { from: "user" });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    const { message, hint } = troubleOf(error);
    const { red } = picocolors.createColors(hasColors(terminal, terminal.stderr));
    terminal.stderr.write(`${red(message)}\n${hint === undefined ? "" : `${hint}\n`}`);
    return 2;
  }
}
