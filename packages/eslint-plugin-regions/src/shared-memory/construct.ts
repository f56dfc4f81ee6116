import type { TSESTree } from "@typescript-eslint/utils";
import { AST_NODE_TYPES } from "@typescript-eslint/utils";
import type { CallInstruction } from "../flow/state/call-site.js";
import { addTo, fieldsOf, grow } from "./program.js";
import { copyFrom, nodeOf, type Run, valuesAt, viewsOf } from "./run.js";
import { elementsOf } from "./types.js";
import type { Memory, Values } from "./values.js";
import { DECODER, union } from "./values.js";

const COLLECTIONS = new Set(["Map", "Set", "Array", "WeakMap"]);
const DECODERS = new Set(["TextDecoder", "util#TextDecoder"]);

/** What `new` makes of a class of the platform; undefined: nothing that matters here. */
export function construct(run: Run, call: CallInstruction, path: string): Values | undefined {
  const { program } = run;
  const { node } = call;
  const elements = elementsOf(path);
  if (elements !== undefined) return newView(run, call, elements, path);
  if (path === "SharedArrayBuffer") return new Set([newMemory(run, node)]);
  if (path === "WebAssembly.Memory" && isSharedMemory(node)) {
    const holder = program.table.holder(node);
    grow(program, fieldsOf(program, holder), "buffer", new Set([newMemory(run, node)]));
    return new Set([holder]);
  }
  if (DECODERS.has(path)) return new Set([DECODER]);
  return COLLECTIONS.has(path) && call.args.length === 0 ? new Set([program.table.holder(node)]) : undefined;
}

/** A view of memory; of anything else it is a copy. */
function newView(run: Run, { args, node }: CallInstruction, elements: string, path: string): Values {
  const { program } = run;
  const [first] = args;
  const source = valuesAt(run, first?.temp);
  const buffers = new Set([...source].filter(({ kind }) => kind !== "view"));
  if (first !== undefined) copyFrom(run, source, nodeOf(run, first.temp, node), `new ${path}`);
  const views = viewsOf(program, elements, buffers);
  const isCertain = views.size > 0 && views.size === source.size;
  return isCertain ? views : union(views, new Set([program.table.view(elements, undefined)]));
}

/** Each time it is made, it is another that nobody has yet. */
function newMemory({ program, state, summary }: Run, node: TSESTree.Node): Memory {
  const memory = program.table.memory(node);
  state.shared.delete(memory);
  state.refuted.delete(memory);
  state.pending.delete(memory);
  addTo(program, summary.makes, memory);
  return memory;
}

/** `new WebAssembly.Memory({ …, shared: true })` */
function isSharedMemory(node: TSESTree.Node): boolean {
  const options = node.type === AST_NODE_TYPES.NewExpression ? node.arguments[0] : undefined;
  return options?.type === AST_NODE_TYPES.ObjectExpression && options.properties.some(saysShared);
}

function saysShared(property: TSESTree.ObjectLiteralElement): boolean {
  if (property.type !== AST_NODE_TYPES.Property || property.computed) return false;
  const { key, value } = property;
  const isNamed = key.type === AST_NODE_TYPES.Identifier ? key.name === "shared" : key.value === "shared";
  return isNamed && value.type === AST_NODE_TYPES.Literal && value.value === true;
}
