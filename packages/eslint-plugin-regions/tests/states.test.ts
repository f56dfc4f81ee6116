import { describe, expect, test } from "vitest";
import { printStates } from "../src/print-states.js";
import { readSettings } from "../src/settings/settings.js";
import { withSourceCode } from "./lower/lower-text.ts";
import { text } from "./rules/text.ts";

/** What the analysis knows after each instruction of a function. */
function statesOf(code: string, fn: string): string {
  const { signatures } = readSettings({});
  const states = withSourceCode(code, "ts", (sourceCode) => printStates(sourceCode, signatures));
  return `\n${states.get(fn)!}\n`;
}

/*
 * A line is an instruction, then the objects that its result can be, named by what they are and the line that made
 * them, and then what was done to which object, with the line that did it.
 */
describe("The printed states of a function show", () => {
  test("that a move takes the handle and its parts, and that a reported use is not reported again", () => {
    const code = text`
      import { Region, move } from "regions-runtime";
      export function hand() {
        const job = new Region({ items: [1] });
        const { items } = job;
        move(job);
        items.push(2);
      }
    `;
    expect(statesOf(code, "hand")).toMatchInlineSnapshot(`
      "
      function hand()
      b0:
        t0 = read Region  // {regions-runtime#Region}
        t1 = fresh object  // {object@3}
        t2 = fresh array  // {array@3}
        t3 = 1
        init t2.0 = t3
        init t1.items = t2
        t4 = new t0(t1)  // {object@3}  object@3: adopted@3; array@3: adopted@3
        declare job = t4  // {object@3}  object@3: adopted@3; array@3: adopted@3
        t5 = read job  // {object@3}  object@3: adopted@3; array@3: adopted@3
        t6 = get t5.items  // {array@3}  object@3: adopted@3; array@3: adopted@3
        declare items = t6  // {array@3}  object@3: adopted@3; array@3: adopted@3
        t7 = read move  // {regions-runtime#move}  object@3: adopted@3; array@3: adopted@3
        t8 = read job  // {object@3}  object@3: adopted@3; array@3: adopted@3
        t9 = call t7(t8)  // {object@5}  object@3: adopted@3 moved@5; array@3: adopted@3 moved@5; array@3: moved@5; object@3: moved@5
        t10 = read items  // {array@3}  object@3: adopted@3 moved@5; array@3: adopted@3 moved@5; array@3: moved@5; object@3: moved@5
        t11 = get t10.push  // {Array.prototype.push}  object@3: adopted@3; array@3: adopted@3
        t12 = 2  // object@3: adopted@3; array@3: adopted@3
        t13 = call t11(t12) on t10  // object@3: adopted@3; array@3: adopted@3
        return
      "
    `);
  });

  test("that frozen on one path is frozen where the paths meet", () => {
    const code = text`
      import { freeze } from "regions-runtime";
      export function share(isShared) {
        const point = { x: 1 };
        if (isShared) freeze(point);
        point.x = 2;
      }
    `;
    expect(statesOf(code, "share")).toMatchInlineSnapshot(`
      "
      function share(t0)
      b0:
        declare isShared = t0  // {parameter 0}
        t1 = fresh object  // {object@3}
        t2 = 1
        init t1.x = t2
        declare point = t1  // {object@3}
        t3 = read isShared  // {parameter 0}
        branch t3 ? b1 : b2
      b1:
        t4 = read freeze  // {regions-runtime#freeze}
        t5 = read point  // {object@3}
        t6 = call t4(t5)  // {object@3}  object@3: frozen@4
        jump b2
      b2:
        t7 = read point  // {object@3}  object@3: frozen@4
        t8 = 2  // object@3: frozen@4
        set t7.x = t8  // object@3: frozen@4
        return
      "
    `);
  });

  test("that a view and its buffer are two objects, of which one is transferred", () => {
    const code = text`
      export function post(worker) {
        const buffer = new ArrayBuffer(8);
        const view = new Uint8Array(buffer);
        worker.postMessage(view, [buffer]);
        return view[0];
      }
    `;
    expect(statesOf(code, "post")).toMatchInlineSnapshot(`
      "
      function post(t0)
      b0:
        declare worker = t0  // {parameter 0}
        t1 = read ArrayBuffer  // {ArrayBuffer}
        t2 = 8
        t3 = new t1(t2)  // {ArrayBuffer@2}
        declare buffer = t3  // {ArrayBuffer@2}
        t4 = read Uint8Array  // {Uint8Array}
        t5 = read buffer  // {ArrayBuffer@2}
        t6 = new t4(t5)  // {TypedArray@3}
        declare view = t6  // {TypedArray@3}
        t7 = read worker  // {parameter 0}
        t8 = get t7.postMessage  // {parameter 0.postMessage}
        t9 = read view  // {TypedArray@3}
        t10 = fresh array  // {array@4}
        t11 = read buffer  // {ArrayBuffer@2}
        init t10.0 = t11
        t12 = call t8(t9, t10) on t7  // ArrayBuffer@2: transferred@4
        t13 = read view  // {TypedArray@3}  ArrayBuffer@2: transferred@4
        t14 = get t13.0  // {TypedArray@3.0}
        return t14
      "
    `);
  });

  test("that a call of a helper does what the helper does to its parameter", () => {
    const code = text`
      import { freeze } from "regions-runtime";
      function share(value) {
        freeze(value);
      }
      const point = { x: 1 };
      share(point);
      point.x = 2;
    `;
    expect(statesOf(code, "share")).toMatchInlineSnapshot(`
      "
      function share(t0)
      b0:
        declare value = t0  // {parameter 0}
        t1 = read freeze  // {regions-runtime#freeze}
        t2 = read value  // {parameter 0}
        t3 = call t1(t2)  // {parameter 0}  parameter 0: frozen@3
        return
      "
    `);
    expect(statesOf(code, "module")).toMatchInlineSnapshot(`
      "
      module <anonymous>()
      b0:
        t0 = function share  // {function share}
        declare share = t0  // {function share}
        t1 = fresh object  // {object@5}
        t2 = 1
        init t1.x = t2
        declare point = t1  // {object@5}
        t3 = read share  // {function share}
        t4 = read point  // {object@5}
        t5 = call t3(t4)  // object@5: frozen@6
        t6 = read point  // {object@5}  object@5: frozen@6
        t7 = 2  // object@5: frozen@6
        set t6.x = t7  // object@5: frozen@6
        return
      "
    `);
  });

  test("that a handler sees what held before each call that may throw", () => {
    const code = text`
      import { freeze } from "regions-runtime";
      export function tryToShare(value, log) {
        try {
          log("begin");
          freeze(value);
        } catch {
          value.failed = true;
        }
        return value;
      }
    `;
    expect(statesOf(code, "tryToShare")).toMatchInlineSnapshot(`
      "
      function tryToShare(t0, t1)
      b0:
        declare value = t0  // {parameter 0}
        declare log = t1  // {parameter 1}
        jump b1
      b1: handler b2
        t2 = read log  // {parameter 1}
        t3 = "begin"
        t4 = call t2(t3)
        t5 = read freeze  // {regions-runtime#freeze}
        t6 = read value  // {parameter 0}
        t7 = call t5(t6)  // {parameter 0}  parameter 0: frozen@5
        jump b3
      b2:
        t8 = ?  // parameter 0: tried@5
        t9 = read value  // {parameter 0}  parameter 0: tried@5
        t10 = true  // parameter 0: tried@5
        set t9.failed = t10  // parameter 0: tried@5
        jump b3
      b3:
        t11 = read value  // {parameter 0}  parameter 0: tried@5
        return t11
      "
    `);
  });

  test("nothing of functions in which nothing can go wrong", () => {
    const code = text`
      import { freeze } from "regions-runtime";
      export function add(list, item) {
        list.push(item);
      }
      export const empty = freeze([]);
    `;
    const { signatures } = readSettings({});
    const states = withSourceCode(code, "ts", (sourceCode) => printStates(sourceCode, signatures));
    expect([...states.keys()]).toEqual(["module"]);
  });
});
