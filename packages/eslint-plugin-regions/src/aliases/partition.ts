import type { FileIR, FunctionIR, Instruction, Temp } from "../lower/ir.js";
import { callbackOf } from "./callbacks.js";
import { RETURNS_RECEIVER } from "./change.js";
import { ITERATORS } from "./value.js";
import { type AliasFile, functionAt, memberOfThis } from "./file.js";

/**
 * Which expressions of a file can stand for one thing, whatever the order in which things happen: sets of variables and
 * names of fields between which values are passed. Coarse, and linear: it tells which functions need a closer look.
 *
 * Source: B. Steensgaard, "Points-to Analysis in Almost Linear Time", POPL 1996; here fields of all objects are one by
 * name.
 */
export class Partition {
  readonly #parents: number[];
  readonly #fields = new Map<string, number>();
  readonly #results = new Map<FunctionIR, number>();
  readonly #file: AliasFile;

  constructor(file: AliasFile) {
    this.#file = file;
    this.#parents = file.ir.variables.map(({ id }) => id);
    this.#read(file.ir);
  }

  /** The set of what a temporary can be; undefined: nothing that has a second name. */
  of(fn: FunctionIR, temp: Temp): number | undefined {
    const node = this.#node(fn, temp);
    return node === undefined ? undefined : this.#root(node);
  }

  #read({ functions }: FileIR): void {
    for (const fn of functions) {
      for (const { temp, variable } of fn.parameters) {
        if (variable === undefined) continue;
        this.#parameters.set(`${String(fn.id)} ${String(temp)}`, variable.id);
      }
    }
    for (const fn of functions) {
      for (const { instructions, end } of fn.blocks) {
        for (const each of instructions) this.#pass(fn, each);
        if (end.op === "return" && end.from !== undefined) this.#join(this.#result(fn), this.#node(fn, end.from));
      }
    }
  }

  readonly #parameters = new Map<string, number>();

  #pass(fn: FunctionIR, i: Instruction): void {
    switch (i.op) {
      case "write":
        this.#join(i.variable.id, this.#node(fn, i.from));
        break;
      case "copy":
        this.#join(this.#node(fn, i.to), this.#node(fn, i.from));
        break;
      case "set":
        if (i.key.kind === "name") this.#join(this.#field(i.key.name), this.#node(fn, i.from));
        break;
      case "call":
        this.#passArguments(fn, i);
        break;
      default:
    }
  }

  #passArguments(fn: FunctionIR, call: Instruction & { op: "call" }): void {
    const callee = functionAt(this.#file, fn, call.callee);
    if (callee !== undefined) {
      call.args.forEach(({ temp }, index) => {
        this.#join(this.#parameter(callee, index), this.#node(fn, temp));
      });
    }
    const callback = callbackOf(this.#file.definitions.get(fn)!, call);
    const visitor = callback && functionAt(this.#file, fn, callback.function);
    if (callback === undefined || visitor === undefined) return;
    this.#join(this.#parameter(visitor, callback.accumulates ? 3 : 2), this.#node(fn, callback.container));
    if (callback.start !== undefined) this.#join(this.#parameter(visitor, 0), this.#node(fn, callback.start));
  }

  #parameter({ parameters }: FunctionIR, index: number): number | undefined {
    return parameters[index]?.variable?.id;
  }

  #node(fn: FunctionIR, temp: Temp): number | undefined {
    const i = this.#file.definitions.get(fn)![temp];
    switch (i?.op) {
      case undefined:
        return this.#parameters.get(`${String(fn.id)} ${String(temp)}`);
      case "read":
        return i.variable.id;
      case "cast":
        return this.#node(fn, i.from);
      case "copy":
        return this.#field(`${String(fn.id)} ${String(temp)}`);
      case "get": {
        if (i.key.kind === "dynamic") return this.#field("[]");
        const field = this.#field(i.key.name);
        const owner = this.#file.definitions.get(fn)![i.object];
        const accessor = owner?.op === "this" ? memberOfThis(this.#file, fn, `get ${i.key.name}`) : undefined;
        if (accessor !== undefined) this.#join(field, this.#result(accessor));
        return field;
      }
      case "element":
        return this.#field("[]");
      case "call":
        return this.#returned(fn, i);
      default:
        return undefined;
    }
  }

  #returned(fn: FunctionIR, call: Instruction & { op: "call" }): number | undefined {
    const callee = functionAt(this.#file, fn, call.callee);
    if (callee !== undefined) return this.#result(callee);
    const member = this.#file.definitions.get(fn)![call.callee];
    if (member?.op !== "get" || member.key.kind !== "name") return undefined;
    const isSame = RETURNS_RECEIVER.has(member.key.name) || (ITERATORS.has(member.key.name) && call.args.length === 0);
    if (isSame) return this.#node(fn, member.object);
    return member.key.name === "freeze" && call.args.length === 1 ? this.#node(fn, call.args[0]!.temp) : undefined;
  }

  #field(name: string): number {
    let node = this.#fields.get(name);
    if (node === undefined) this.#fields.set(name, (node = this.#add()));
    return node;
  }

  #result(fn: FunctionIR): number {
    let node = this.#results.get(fn);
    if (node === undefined) this.#results.set(fn, (node = this.#add()));
    return node;
  }

  #add(): number {
    return this.#parents.push(this.#parents.length) - 1;
  }

  #root(node: number): number {
    const parents = this.#parents;
    let root = node;
    while (parents[root] !== root) root = parents[root] = parents[parents[root]!]!;
    return root;
  }

  #join(a: number | undefined, b: number | undefined): void {
    if (a !== undefined && b !== undefined) this.#parents[this.#root(a)] = this.#root(b);
  }
}
