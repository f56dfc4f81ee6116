import { RuleTester } from "@typescript-eslint/rule-tester";
import rule from "../../src/rules/valid-ownership-tags.js";
import { text } from "./text.ts";

/** What is reported, in the first line of the code unless `at` says where. */
const error = (
  message: string,
  [line, column, endLine, endColumn]: readonly [number, number, number, number],
  suggestions: readonly { readonly description: string; readonly output: string }[] = [],
) => ({
  messageId: "mistake" as const,
  data: { message },
  line,
  column,
  endLine,
  endColumn,
  suggestions: suggestions.map(({ description, output }) => ({
    messageId: "repair" as const,
    data: { description },
    output,
  })),
});

new RuleTester().run("valid-ownership-tags", rule, {
  valid: [
    { name: "A tag names a parameter.", code: "/** @moves job */\nexport declare function send(job: object): void;" },
    { name: "JSDoc has a tag of the same name.", code: "/** @borrows a as b */\nexport const x = 1;" },
    {
      name: "What is borrowed may be used.",
      code: "/** @borrows job */\nexport const run = (job: { go(): void }) => job.go();",
    },
    {
      name: "What is taken over may be moved.",
      code: text`
        import { move } from "regions-runtime";
        /** @moves job */
        export const pass = (job: object) => move(job);
      `,
    },
    {
      name: "A set of a known library is no mistake.",
      code: "export {};",
      settings: { regions: { libraries: ["immer", "ses"] } },
    },
  ],
  invalid: [
    {
      name: "The parameter that was meant is suggested.",
      code: "/** @moves jobb */\nexport declare function send(job: object): void;",
      errors: [
        error(
          "'@moves jobb' names no parameter. The function has 'job'.",
          [1, 5, 1, 16],
          [
            {
              description: "Write 'job'",
              output: "/** @moves job */\nexport declare function send(job: object): void;",
            },
          ],
        ),
      ],
    },
    {
      name: "The tag that was meant is suggested.",
      code: "/** @borrow job */\nexport declare function look(job: object): void;",
      errors: [
        error(
          "'@borrow job' says nothing: the tag is '@borrows'.",
          [1, 5, 1, 16],
          [
            {
              description: "Write '@borrows'",
              output: "/** @borrows job */\nexport declare function look(job: object): void;",
            },
          ],
        ),
      ],
    },
    {
      name: "A tag without a name can be given each that there is.",
      code: "/** @moves */\nexport declare function send(a: object, b: object): void;",
      errors: [
        error(
          "'@moves' names no parameter. The function has 'a', 'b'.",
          [1, 5, 1, 11],
          [
            {
              description: "Write '@moves a'",
              output: "/** @moves a */\nexport declare function send(a: object, b: object): void;",
            },
            {
              description: "Write '@moves b'",
              output: "/** @moves b */\nexport declare function send(a: object, b: object): void;",
            },
          ],
        ),
      ],
    },
    {
      name: "A comma that is missing leaves a parameter out.",
      code: "/** @moves a b */\nexport declare function send(a: object, b: object): void;",
      errors: [
        error(
          "'@moves a' is followed by another parameter, 'b', of which it does not speak: commas part the names.",
          [1, 5, 1, 13],
          [
            {
              description: "Write '@moves a, b'",
              output: "/** @moves a, b */\nexport declare function send(a: object, b: object): void;",
            },
          ],
        ),
      ],
    },
    {
      name: "What is said twice is removed with its line.",
      code: "/**\n * @moves a\n * @moves a\n */\nexport declare function send(a: object): void;",
      errors: [
        error(
          "'@moves a' is said twice: it is already said on line 2.",
          [3, 4, 3, 12],
          [
            {
              description: "Remove it",
              output: "/**\n * @moves a\n */\nexport declare function send(a: object): void;",
            },
          ],
        ),
      ],
    },
    {
      name: "Tags contradict each other.",
      code: "/**\n * @borrows a\n * @captures a\n */\nexport declare function send(a: object): void;",
      errors: [
        error(
          "'@captures a' contradicts '@borrows a' on line 2: what is borrowed is not kept beyond the call.",
          [3, 4, 3, 15],
        ),
      ],
    },
    {
      name: "The body does what its tag excludes; the tag for it is suggested.",
      code: text`
        import { move } from "regions-runtime";
        /** @borrows job - for a moment */
        export const pass = (job: object) => move(job);
      `,
      errors: [
        error(
          "'@borrows job' says that 'job' is only used during the call, but it is moved on line 3 ('move(job)').\n" +
            "Say '@moves job', or leave it as it is given.",
          [2, 5, 2, 17],
          [
            {
              description: "Say '@moves job'",
              output: text`
                import { move } from "regions-runtime";
                /** @moves job - for a moment */
                export const pass = (job: object) => move(job);
              `,
            },
          ],
        ),
      ],
    },
    {
      name: "A tag stands before no function.",
      code: "/** @freezes list */\nexport const list = [1];",
      errors: [
        error(
          "'@freezes list' stands before no function, and says nothing.\n" +
            "Put it before the function whose parameter it speaks of.",
          [1, 5, 1, 18],
        ),
      ],
    },
    {
      name: "A setting is malformed.",
      code: "export {};",
      settings: { regions: { libraries: ["imer"] } },
      errors: [
        error(
          "eslint-plugin-regions: settings.regions.libraries[0] must be one of 'immer', 'redux-toolkit', 'ses', " +
            "'comlink', 'piscina', 'vue', 'react', but is \"imer\". Did you mean 'immer'? Mend it in your ESLint config.",
          [1, 1, 1, 1],
        ),
      ],
    },
  ],
});
