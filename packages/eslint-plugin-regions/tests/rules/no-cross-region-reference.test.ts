import { RuleTester } from "@typescript-eslint/rule-tester";
import rule from "../../src/rules/no-cross-region-reference.js";
import { text } from "./text.ts";

new RuleTester().run("no-cross-region-reference", rule, {
  valid: [
    {
      name: "A free region becomes a subregion.",
      code: text`
        import { Region, borrow, move } from "regions-runtime";
        const parent = new Region({});
        const child = new Region({ id: 1 });
        parent.child = child;
      `,
    },
    {
      name: "A region that was taken out has no owner.",
      code: text`
        import { Region, borrow, move } from "regions-runtime";
        const parent = new Region({ child: new Region({ id: 1 }) });
        const other = new Region({});
        other.child = move(parent.child);
      `,
    },
  ],
  invalid: [
    {
      name: "An object of one region cannot be stored in another.",
      code: text`
        import { Region, borrow, move } from "regions-runtime";
        const one = new Region({ items: [1] });
        const two = new Region({});
        two.items = one.items;
      `,
      errors: [
        {
          messageId: "mistake",
          data: {
            message: [
              "'one.items' refers to an object of another region: a region can refer to another one only as a whole.",
              "Copy the object, freeze it, or make it a region of its own.",
            ].join("\n"),
          },
          line: 4,
          column: 1,
          endLine: 4,
          endColumn: 22,
        },
      ],
    },
    {
      name: "The report of a second owner says where the first was given.",
      code: text`
        import { Region, borrow, move } from "regions-runtime";
        const parent = new Region({});
        const child = new Region({ id: 1 });
        parent.first = child;
        parent.second = child;
      `,
      errors: [
        {
          messageId: "mistake",
          data: {
            message: [
              "'child' has an owner already: it was stored on line 4 ('parent.first = child'). A region has one owner.",
              "Take it out first with 'move(...)', or delete the other field.",
            ].join("\n"),
          },
          line: 5,
          column: 1,
          endLine: 5,
          endColumn: 22,
        },
      ],
    },
    {
      name: "Regions form a tree.",
      code: text`
        import { Region, borrow, move } from "regions-runtime";
        const parent = new Region({ child: new Region({}) });
        parent.child.up = parent;
      `,
      errors: [
        {
          messageId: "mistake",
          data: {
            message: [
              "'parent' contains the region that it is stored in: regions form a tree.",
              "Store a frozen value or a cown instead.",
            ].join("\n"),
          },
          line: 3,
          column: 1,
          endLine: 3,
          endColumn: 25,
        },
      ],
    },
    {
      name: "A helper that stores is reported at its call.",
      code: text`
        import { Region, borrow, move } from "regions-runtime";
        function link(to, from) {
          to.items = from.items;
        }
        const one = new Region({ items: [1] });
        const two = new Region({});
        link(two, one);
      `,
      errors: [
        {
          messageId: "mistake",
          data: {
            message: [
              "What 'link(two, one)' stores refers to an object of another region: a region can refer to another one only as a whole.",
              "Copy the object, freeze it, or make it a region of its own.",
            ].join("\n"),
          },
          line: 7,
          column: 1,
          endLine: 7,
          endColumn: 15,
        },
      ],
    },
  ],
});
