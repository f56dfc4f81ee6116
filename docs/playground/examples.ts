/** A program to begin with. */
export interface Example {
  readonly id: string;
  readonly title: string;
  /** What is to be seen. */
  readonly about: string;
  readonly code: string;
}

const sources = import.meta.glob<string>("../examples/playground/*.ts", {
  query: "?raw",
  import: "default",
  eager: true,
});

/** The first lines of an example are comments: its title, and what is to be seen. */
function exampleOf(id: string): Example {
  const source = sources[`../examples/playground/${id}.ts`]!;
  const [, title = "", about = "", code = ""] = /^\/\/ (.*)\n((?:\/\/ .*\n)+)\n([^]*)$/.exec(source) ?? [];
  return {
    id,
    title,
    about: about
      .replaceAll(/^\/\/ /gm, "")
      .replaceAll("\n", " ")
      .trim(),
    code,
  };
}

export const EXAMPLES: readonly Example[] = [
  "use-after-move",
  "borrow",
  "borrow-across-await",
  "frozen",
  "cross-region",
  "subregions",
  "merge",
  "bank",
  "send",
  "transfer",
  "lost-update",
  "thaw",
].map(exampleOf);
