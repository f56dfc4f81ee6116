import { lastOfLoops, successors } from "../lower/control-flow.js";
import type { Block, FunctionIR, Instruction, Key, Temp } from "../lower/ir.js";
import { applyCall, applyHandedOver, calleeOf, type Caller, readFields, readVariable } from "./apply.js";
import { changeOf, isGlobal, RETURNS_RECEIVER, type Definitions } from "./change.js";
import { ownerOfThis } from "../lower/owner-of-this.js";
import { type AliasFile, memberOfThis } from "./file.js";
import { ageState, emptyState, joinInto, setField, setTemp, setVariable, type State, tempIn } from "./state.js";
import { ITERATED, ITERATORS, type Value, type Values } from "./value.js";

/** A function is gone over at most this often; one that needs more is left alone. */
const MOST_ROUNDS = 12;

/** A point of a function, just before an instruction. */
export interface Point extends Caller {
  readonly block: Block;
  readonly definitions: Definitions;
}

/** The instruction is undefined at the end of a block. */
type Visit = (instruction: Instruction | undefined, point: Point) => void;

/**
 * Follows what variables, fields and temporaries of a function stand for, by data flow over its blocks.
 *
 * @param visit is called once for each instruction, in order, when all of it is known
 */
export function follow(file: AliasFile, fn: FunctionIR, visit: Visit): void {
  const { blocks } = fn;
  const entries: (State | undefined)[] = [emptyState()];
  const walk = new Walk(file, fn);
  const last = lastOfLoops(blocks);
  /** Blocks at whose entry more is known than when they were gone over last. */
  const pending = new Set([0]);
  let isStable = false;
  for (let round = 0; !isStable; round++) {
    if (round === MOST_ROUNDS) return;
    isStable = true;
    for (const block of blocks) {
      const entry = entries[block.id];
      if (entry === undefined || !pending.delete(block.id)) continue;
      walk.run(block, entry, undefined);
      for (const target of successors(block)) {
        const isBack = target <= block.id;
        const after = refine(walk, block, target);
        const state = isBack ? ageState(after, file.table, target, last.get(target)!) : after;
        const known = entries[target];
        if (known === undefined) entries[target] = { ...state };
        else if (!joinInto(known, state)) continue;
        pending.add(target);
        if (isBack) isStable = false;
      }
    }
  }
  for (const block of blocks) {
    const entry = entries[block.id];
    if (entry !== undefined) walk.run(block, entry, visit);
  }
}

/** The state on the way to a block, given what a comparison of variables (`a === b`) says there. */
function refine(walk: Walk, { end }: Block, target: number): State {
  const { state, definitions } = walk;
  if (end.op !== "branch" || end.test === undefined || end.yes === end.no) return state;
  const test = definitions[end.test];
  if (test?.op !== "compute" || !/^[!=]==?$/.test(test.operator)) return state;
  const isSame = (target === end.yes) === test.operator.startsWith("=");
  const [a, b] = test.from.map((temp) => definitions[temp]);
  if (a?.op !== "read" || b?.op !== "read") return state;
  const refined = { ...state };
  for (const [{ variable }, other] of [
    [a, b],
    [b, a],
  ] as const) {
    const mine = readVariable(walk, variable);
    const theirs = readVariable(walk, other.variable);
    if (mine === undefined || theirs?.length !== 1 || theirs[0]!.isOld) continue;
    const [only] = theirs;
    setVariable(refined, variable, isSame ? theirs : mine.filter((each) => each !== only));
  }
  return refined;
}

/** Carries a state through a block. */
class Walk implements Caller {
  readonly file: AliasFile;
  readonly fn: FunctionIR;
  readonly definitions: Definitions;
  state: State = emptyState();
  readonly #local: Values[] = [];
  #block!: Block;

  constructor(file: AliasFile, fn: FunctionIR) {
    this.file = file;
    this.fn = fn;
    this.definitions = file.definitionsOf(fn);
  }

  run(block: Block, entry: State, visit: Visit | undefined): void {
    this.state = { ...entry };
    this.#block = block;
    if (block.id === 0) {
      this.fn.parameters.forEach(({ temp }, index) => {
        this.#define(temp, [this.file.table.parameter(this.fn, index)]);
      });
    }
    const { file, fn, state, valueOf, definitions } = this;
    const point: Point = { file, fn, state, valueOf, definitions, block };
    for (const instruction of block.instructions) {
      visit?.(instruction, point);
      this.#step(instruction);
    }
    visit?.(undefined, point);
  }

  readonly valueOf = (temp: Temp): Values =>
    this.fn.crossing[temp] === 1 ? tempIn(this.state, temp) : this.#local[temp];

  #define(temp: Temp, values: Values): void {
    if (this.fn.crossing[temp] === 1) setTemp(this.state, temp, values);
    else this.#local[temp] = values;
  }

  #step(i: Instruction): void {
    const { state } = this;
    const { table } = this.file;
    switch (i.op) {
      case "read":
        this.#define(i.to, readVariable(this, i.variable));
        break;
      case "write":
        setVariable(state, i.variable, this.valueOf(i.from));
        break;
      case "copy":
      case "cast":
        this.#define(i.to, this.valueOf(i.from));
        break;
      case "this":
        this.#define(i.to, [table.this(ownerOfThis(this.fn))]);
        break;
      case "get":
        this.#define(i.to, this.#getter(i) ?? this.#field(i, i.object, i.key));
        break;
      case "element":
        this.#define(i.to, readFields(this, this.valueOf(i.from), String(i.index)));
        break;
      case "set":
        this.#set(i.object, i.key, this.valueOf(i.from));
        break;
      case "delete":
        this.#set(i.object, i.key, undefined);
        this.#define(i.to, this.#site(i));
        break;
      case "call":
        this.#call(i);
        break;
      default:
        if ("to" in i) this.#define(i.to, this.#site(i));
    }
  }

  #site(instruction: Instruction): Values {
    return [this.file.table.site(instruction, this.#block.id)];
  }

  #field(instruction: Instruction, object: Temp, key: Key): Values {
    if (key.kind === "name") return readFields(this, this.valueOf(object), key.name);
    const [at, ...others] = this.valueOf(key.temp) ?? [];
    return at === undefined || others.length > 0 ? this.#site(instruction) : readFields(this, this.valueOf(object), at);
  }

  /** What an accessor of this class returns. */
  #getter(get: Instruction & { op: "get" }): Values {
    if (get.key.kind !== "name" || this.definitions[get.object]?.op !== "this") return undefined;
    const accessor = memberOfThis(this.file, this.fn, `get ${get.key.name}`);
    if (accessor === undefined) return undefined;
    const receiver = this.valueOf(get.object);
    return applyCall(this, { callee: accessor, receiver, parameters: [] }) ?? this.#site(get);
  }

  #set(object: Temp, key: Key, values: Values): void {
    const { table } = this.file;
    const bases = this.valueOf(object) ?? [];
    const keys = key.kind === "name" ? [key.name] : (this.valueOf(key.temp) ?? []);
    for (const base of bases) {
      if (key.kind === "dynamic") this.#forgetElements(base);
      const only = keys.length === 1 ? keys[0]! : undefined;
      const field = only === undefined ? undefined : table.field(base, only);
      if (field !== undefined) setField(this.state, field, bases.length === 1 && !field.isOld ? values : undefined);
    }
  }

  /** The elements of an array have changed their places, or one of them is not what it was. */
  #forgetElements(base: Value): void {
    for (const element of this.file.table.elementsOf(base)) setField(this.state, element, undefined);
  }

  #call(call: Instruction & { op: "call" }): void {
    const member = this.definitions[call.callee];
    const method = member?.op === "get" && member.key.kind === "name" ? member.key.name : undefined;
    const receiver = call.receiver === undefined ? undefined : this.valueOf(call.receiver);
    const binding = calleeOf(this, call);
    const returned = binding && applyCall(this, binding);
    applyHandedOver(this, call.args);
    const change = changeOf(this.definitions, call);
    if (change !== undefined) this.valueOf(change.target)?.forEach((base) => this.#forgetElements(base));
    if (method !== undefined && ITERATORS.has(method) && call.args.length === 0) {
      this.#define(call.to, readFields(this, receiver, ITERATED));
    } else if (method !== undefined && RETURNS_RECEIVER.has(method)) this.#define(call.to, receiver);
    else if (method === "freeze" && member?.op === "get" && isGlobal(this.definitions[member.object], "Object"))
      this.#define(call.to, call.args[0] === undefined ? undefined : this.valueOf(call.args[0].temp));
    else this.#define(call.to, returned ?? this.#site(call));
  }
}
