import type { Instruction } from "../lower/ir.js";
import { COPYING, dataViewMethod, ELEMENT_METHODS } from "./access.js";
import { isClass } from "./class-node.js";
import { ANY, fieldsOf, grow } from "./program.js";
import { copyFrom, nodeOf, resolve, type Run, touch, valuesAt } from "./run.js";
import type { Holder, Values } from "./values.js";
import { NOTHING, union } from "./values.js";

type MethodCall = Instruction & { readonly op: "call" };

/** A method of a view, of memory, or of a collection; undefined: of something else. */
export function callMethod(run: Run, call: MethodCall, method: string): Values | undefined {
  const receiver = valuesAt(run, call.receiver);
  let result: Values | undefined;
  for (const each of receiver) {
    switch (each.kind) {
      case "view":
        result = union(result, viewMethod(run, call, method, receiver));
        break;
      case "memory":
        result = union(result, memoryMethod(run, call, method));
        break;
      case "holder":
        if (!isClass(each.node)) result = union(result, collectionMethod(run, call, method, each));
        break;
      case "decoder":
        for (const { temp } of call.args) copyFrom(run, valuesAt(run, temp), nodeOf(run, temp, call.node), method);
        result = union(result, NOTHING);
        break;
      case "argument":
        reachElements(run, call, method, receiver);
        break;
      case "other":
        break;
    }
  }
  return result;
}

/** Arrays and collections have most of these methods too: whether it is a view, callers know. */
function reachElements(run: Run, call: MethodCall, method: string, receiver: Values): void {
  const { node } = call;
  const how = ELEMENT_METHODS.get(method) ?? dataViewMethod(method);
  if (how === undefined || call.receiver === undefined) return;
  touch(run, receiver, { node, view: nodeOf(run, call.receiver, node), how, member: undefined, by: method });
}

function viewMethod(run: Run, call: MethodCall, method: string, receiver: Values): Values {
  reachElements(run, call, method, receiver);
  const [source] = call.args;
  if (method === "set" && source !== undefined)
    copyFrom(run, valuesAt(run, source.temp), nodeOf(run, source.temp, call.node), method);
  if (RETURNS_ITSELF.has(method)) return receiver;
  if (!COPYING.has(method)) return NOTHING;
  const views = [...receiver].filter((each) => each.kind === "view");
  return new Set(views.map(({ elements }) => run.program.table.view(elements, undefined)));
}
const RETURNS_ITSELF = new Set(["subarray", "fill", "sort", "reverse", "copyWithin"]);

function memoryMethod({ program, state }: Run, { node }: MethodCall, method: string): Values {
  if (method !== "slice") return NOTHING;
  const copy = program.table.memory(node);
  state.shared.delete(copy);
  return new Set([copy]);
}

function collectionMethod(run: Run, call: MethodCall, method: string, holder: Holder): Values {
  const { program } = run;
  const fields = fieldsOf(program, holder);
  for (const { temp } of call.args) grow(program, fields, ANY, valuesAt(run, temp));
  if (KEEPING.has(method)) return new Set([holder]);
  return TAKING.has(method) ? resolve(run, [...fields.values()].reduce<Values>(union, NOTHING)) : NOTHING;
}
const TAKING = new Set(["get", "at", "pop", "shift", "find"]);
const KEEPING = new Set(["set", "add"]);
