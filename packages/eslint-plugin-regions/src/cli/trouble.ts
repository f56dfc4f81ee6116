/** Why a command cannot do what it was asked for, and what to do about it. */
export class Trouble extends Error {
  override readonly name = "Trouble";
  readonly hint: string | undefined;

  constructor(message: string, hint?: string, options?: ErrorOptions) {
    super(message, options);
    this.hint = hint;
  }
}

/** The kinds of errors that ESLint itself explains, by what it calls them. */
interface FromESLint extends Error {
  readonly messageTemplate?: string;
  readonly messageData?: { readonly pattern?: string };
}

/** What an error of ESLint means to who called this command. */
export function troubleOf(error: unknown): Trouble {
  if (error instanceof Trouble) return error;
  if (!(error instanceof Error)) return new Trouble(String(error));
  const { message, messageTemplate, messageData, stack } = error as FromESLint;
  const pattern = messageData?.pattern ?? "";
  switch (messageTemplate) {
    case "file-not-found":
      return new Trouble(
        `There is no file to check at '${pattern}'.`,
        "Check the spelling. In a folder, only files are found that the configuration is for ('files' in it), and JavaScript.",
      );
    case "all-matched-files-ignored":
      return new Trouble(`All files at '${pattern}' are ignored.`, "Look at 'ignores' in the configuration.");
    case "eslintrc-incompat":
      return new Trouble(
        message,
        "In eslint.config.js, 'extends' stands in what is given to 'defineConfig' from \"eslint/config\". For other keys see https://eslint.org/docs/latest/use/configure/migration-guide",
      );
    case undefined:
      return new Trouble(stack ?? message, undefined, { cause: error });
    default:
      return new Trouble(message, undefined, { cause: error });
  }
}

/** Whether ESLint found no configuration. */
export const isWithoutConfiguration = (error: unknown): boolean =>
  error instanceof Error && (error as FromESLint).messageTemplate === "config-file-missing";
