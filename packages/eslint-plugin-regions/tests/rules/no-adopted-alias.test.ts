import { RuleTester } from "@typescript-eslint/rule-tester";
import rule from "../../src/rules/no-adopted-alias.js";
import { text } from "./text.ts";

new RuleTester().run("no-adopted-alias", rule, {
  valid: [
    {
      name: "The handle of the region may be used.",
      code: text`
        import { Region } from "regions-runtime";
        const raw = { x: 1 };
        raw.x = 2;
        const region = new Region(raw);
        region.x = 3;
      `,
    },
  ],
  invalid: [
    {
      name: "The first use is reported, with the line of the adoption.",
      code: text`
        import { Region } from "regions-runtime";
        const raw = { x: 1 };
        const region = new Region(raw);
        raw.x = region.x + 1;
        raw.x = 3;
      `,
      errors: [
        {
          messageId: "mistake",
          data: {
            message:
              "'raw' is used after it was adopted on line 3 ('new Region(raw)').\n" +
              "Use it through the handle of the region, which checks what is stored.",
          },
          line: 4,
          column: 1,
          endLine: 4,
          endColumn: 4,
        },
      ],
    },
  ],
});
