import { RuleTester } from "@typescript-eslint/rule-tester";
import { vi } from "vitest";
import rule from "../../src/rules/no-readonly-laundering.js";
import { text } from "./text.ts";

// The first test waits until the compiler has started.
vi.setConfig({ testTimeout: 120_000 });

const typed = {
  languageOptions: {
    parserOptions: { projectService: { allowDefaultProject: ["*.ts"] }, tsconfigRootDir: import.meta.dirname },
  },
};
const declarations = text`
  interface Point { x: number; tags: string[] }
  interface Named { readonly name: string; readonly point: Readonly<Point> }
  interface Renamed { name: string }
  declare const point: Readonly<Point>;
  declare const named: Named;
  declare const list: readonly number[];
  declare const map: ReadonlyMap<string, number>;
  declare function change(point: Point): void;
  declare function look(point: Readonly<Point>): void;
`;
const name = 9;

const right = (title: string, code: string) => ({ name: title, filename: "file.ts", code: `${declarations}\n${code}` });
const wrong = (title: string, code: string, column: number, message: string) => ({
  ...right(title, code),
  errors: [
    {
      messageId: "mistake" as const,
      data: { message: `${message}\nDeclare that type as readonly, or give a copy.` },
      line: name + 1,
      column,
    },
  ],
});
const ofPoint = (target = "Point") =>
  `'point' is read-only ('Readonly<Point>'), but is given the type '${target}', through which '.x' can be changed.`;

new RuleTester(typed).run("no-readonly-laundering", rule, {
  valid: [
    right("A read-only target is fine.", "const other: Readonly<Point> = point; look(point);"),
    right("A copy is fine.", "const other: Point = { ...point }; change({ ...point });"),
    right("A target of which nothing is known is fine.", "const other: unknown = point; const any: any = point;"),
    right("A declaration without a type takes over what is read-only.", "const other = point; const all = [point];"),
    right("A mutable value may become read-only.", "declare const own: Point; look(own); change(own);"),
    right("What is constant is no cast.", "const other = { a: 1 } as const; export default other;"),
    right("A generic function takes over the type.", "declare function id<T>(value: T): T; id(point); id(list);"),
    right("What is only iterated stays as it is.", "declare const own: string[]; export default new Set(own);"),
    right("Copies of lists are free.", "const other: number[] = [...list]; other.push(list.length);"),
    right(
      "One of several types can keep it.",
      "declare function either(value: Point | Readonly<Point>): void; either(point);",
    ),
  ],
  invalid: [
    wrong("A variable is declared as mutable.", "const other: Point = point;", 22, ofPoint()),
    wrong("A function may change its argument.", "change(point);", 8, ofPoint()),
    wrong("A result can be changed.", "export function get(): Point { return point; }", 39, ofPoint()),
    wrong("An arrow function returns it.", "export const get = (): Point => point;", 33, ofPoint()),
    wrong("A field holds it.", "export const holder: { point: Point } = { point };", 43, ofPoint()),
    wrong("An assignment passes it on.", "declare let own: Point; own = point;", 31, ofPoint()),
    wrong("An assertion takes it away.", "export const other = point as Point;", 22, ofPoint()),
    wrong(
      "Fields that are declared as readonly count.",
      "const other: Renamed = named;",
      24,
      "'named' is read-only ('Named'), but is given the type 'Renamed', through which '.name' can be changed.",
    ),
    wrong(
      "So do fields of fields.",
      "const other: { readonly point: Point } = named;",
      42,
      "'named' is read-only ('Named'), but is given the type '{ readonly point: Point; }', through which '.point.x' can be changed.",
    ),
    wrong(
      "It does not matter how deep in others two types were met before.",
      "interface Pointed { readonly point: Point } declare const far: { a: { b: { c: Named } } }; export const near: { a: { b: { c: Pointed } } } = far; export const other: Pointed = named;",
      177,
      "'named' is read-only ('Named'), but is given the type 'Pointed', through which '.point.x' can be changed.",
    ),
    wrong(
      "A read-only list becomes mutable by an assertion.",
      "(list as number[]).push(1);",
      2,
      "'list' is read-only ('readonly number[]'), but is given the type 'number[]', through which its elements can be changed.",
    ),
    wrong(
      "So does a map, by two assertions.",
      "(map as unknown as Map<string, number>).clear();",
      2,
      "'map' is read-only ('ReadonlyMap<string, number>'), but is given the type 'Map<string, number>', through which its elements can be changed.",
    ),
  ],
});

new RuleTester().run("no-readonly-laundering, without types", rule, {
  valid: [right("Nothing is known.", "const other: Point = point;")],
  invalid: [],
});
