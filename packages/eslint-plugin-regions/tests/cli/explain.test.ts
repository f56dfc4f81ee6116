import { describe, expect, test } from "vitest";
import { text } from "../rules/text.ts";
import { createProject } from "./project.ts";

const code = text`
  import { Region, borrow, freeze, move } from "regions-runtime";

  export function hand(limits) {
    const job = new Region({ items: [1] });
    const { items } = job;
    const next = move(job);
    items.push(2);
    next.items.push(limits.first);
    return next;
  }

  export function share(isShared, point) {
    if (isShared) freeze(point);
    point.x = 2;
    return isShared;
  }

  export const plain = (a, b) => a + b;
`;

async function explain(place: string, source = code): Promise<string> {
  using project = createProject({ "a.js": source });
  const { code: exit, stdout } = await project.run("explain", place);
  expect(exit).toBe(0);
  return `\n${stdout}`;
}

describe("regions explain", () => {
  test("prints a finding, what is known of each variable there, and the chain of its aliases", async () => {
    expect(await explain("a.js:7")).toMatchInlineSnapshot(`
      "
      a.js:7:3  error  regions/no-use-after-move
      'items' is used after it was moved on line 6 ('move(job)'): it is field 'items' of 'job'.

        5 |   const { items } = job;
      > 6 |   const next = move(job);
          |                ^^^^^^^^^ moved here
      > 7 |   items.push(2);
          |   ^^^^^ used here
        8 |   next.items.push(limits.first);

      Use what the move returned, or move after the last use.

      What is known in line 7, on some way that leads there:

      items
        is the array made on line 4 ('new Region({ items: [1] })')
        was moved on line 6 ('move(job)'): it is field 'items' of 'job'

      Where it comes from:

        line 5: 'items' is field 'items' of 'job'
        line 4: 'job' is 'new Region({ items: [1] })'

      A variable of which nothing is said here may be used, changed and moved as far as is known.
      "
    `);
  });

  test("says of a finding that a comment turns it off", async () => {
    const told = await explain("a.js:7", code.replace("items.push(2);", "items.push(2); // eslint-disable-line"));
    expect(told).toContain("'items' is used after it was moved on line 6");
    expect(told).toContain("A comment turns this off, so that 'check' does not report it.");
    expect(await explain("a.js:7")).not.toContain("A comment");
  });

  test("says what holds where nothing is reported", async () => {
    expect(await explain("a.js:8")).toMatchInlineSnapshot(`
      "
      Nothing is reported here.

      What is known in line 8, on some way that leads there:

      next
        is the object that 'move(job)' returned on line 6
      limits
        is what the caller gives as parameter 1 ('limits')

      Where it comes from:

        line 6: 'next' is 'move(job)'
        line 3: 'limits' is a parameter
        line 4: 'job' is 'new Region({ items: [1] })'

      A variable of which nothing is said here may be used, changed and moved as far as is known.
      "
    `);
  });

  test("says of what comes from the caller what was done to it on some path", async () => {
    expect(await explain("a.js:14")).toMatchInlineSnapshot(`
      "
      a.js:14:3  error  regions/no-mutate-frozen
      'point' is frozen: it was frozen on line 13 ('freeze(point)'). This assignment to 'x' changes it.

        12 | export function share(isShared, point) {
      > 13 |   if (isShared) freeze(point);
           |                 ^^^^^^^^^^^^^ frozen here
      > 14 |   point.x = 2;
           |   ^^^^^^^^^^^ changed here
        15 |   return isShared;

      What is known in line 14, on some way that leads there:

      point
        is what the caller gives as parameter 2 ('point')
        was frozen on line 13 ('freeze(point)')

      Where it comes from:

        line 12: 'point' is a parameter

      A variable of which nothing is said here may be used, changed and moved as far as is known.
      "
    `);
  });

  test("says that there is nothing to know of code that does nothing of interest", async () => {
    expect(await explain("a.js:18")).toContain("Nothing is reported here.");
    expect(await explain("a.js:1", "export const add = (a, b) => a + b;\n")).toBe(
      "\nNothing is reported here.\n\nLine 1 is in code that was not looked at in detail: nothing there is frozen, moved, borrowed, transferred or posted, as far as names tell.\n",
    );
  });

  test("says so of a line without variables", async () => {
    expect(await explain("a.js:10")).toContain("Line 10 uses no variable of which anything could be known.");
  });

  test("tells one of several findings in a line by its column", async () => {
    const both = 'import { freeze } from "regions-runtime";\nconst list = freeze([1]);\nlist.push(2); list.sort();\n';
    expect(await explain("a.js:3", both)).toMatch(/'push' changes it[^]*'sort' changes it/);
    const one = await explain("a.js:3:16", both);
    expect(one).toContain("'sort' changes it");
    expect(one).not.toContain("'push' changes it");
  });

  test("shows why a file cannot be parsed", async () => {
    expect(await explain("a.js:3", "const = 1;\n")).toContain("Parsing error: Unexpected token =");
  });

  test("names loops, elements and parameters on the way", async () => {
    const loop = text`
      import { freeze } from "regions-runtime";
      export function each(lists) {
        for (const list of lists) {
          const first = list[0];
          freeze(first);
          first.n = 1;
        }
      }
    `;
    expect(await explain("a.js:6", loop)).toMatchInlineSnapshot(`
      "
      a.js:6:5  error  regions/no-mutate-frozen
      'first' is frozen: it was frozen on line 5 ('freeze(first)'). This assignment to 'n' changes it.

        4 |     const first = list[0];
      > 5 |     freeze(first);
          |     ^^^^^^^^^^^^^ frozen here
      > 6 |     first.n = 1;
          |     ^^^^^^^^^^^ changed here
        7 |   }

      What is known in line 6, on some way that leads there:

      first
        is what is at '0' of the value made on line 3 ('lists')
        was frozen on line 5 ('freeze(first)')

      Where it comes from:

        line 4: 'first' is 'list[0]'
        line 3: 'list' is an element of 'lists'
        line 2: 'lists' is a parameter

      A variable of which nothing is said here may be used, changed and moved as far as is known.
      "
    `);
  });
});
