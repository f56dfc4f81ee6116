import type { TSESLint, TSESTree } from "@typescript-eslint/utils";
import type { FunctionIR, Instruction, Temp } from "../lower/ir.js";
import { type Functions, functionsOf } from "../lower/lower-lazily.js";
import { ownerOfThis } from "../lower/owner-of-this.js";
import type { Definitions } from "./change.js";
import { functionHeldBy } from "./held-functions.js";
import { membersOf } from "./members.js";
import { NO_SUMMARY, type Summary } from "./summary.js";
import { ValueTable } from "./value.js";

/** Calls within calls are followed to this depth; beyond, nothing is known of them. */
const DEEPEST_CALL = 5;

/** What the light analysis knows of a file. It asks for few functions, and only those are lowered. */
export interface AliasFile {
  readonly functions: Functions;
  readonly table: ValueTable;
  /** What defines each temporary of a function. */
  readonly definitionsOf: (fn: FunctionIR) => Definitions;
  readonly summaryOf: (fn: FunctionIR) => Summary;
}

/** @param summarise sums up a function, of which no summary is known yet */
export function readFile(
  source: Readonly<TSESLint.SourceCode>,
  summarise: (file: AliasFile, fn: FunctionIR) => Summary,
): AliasFile {
  const definitions = new Map<FunctionIR, Definitions>();
  const summaries = new Map<FunctionIR, Summary>();
  let depth = 0;
  const file: AliasFile = {
    functions: functionsOf(source),
    table: new ValueTable(),
    definitionsOf(fn) {
      let known = definitions.get(fn);
      if (known === undefined) definitions.set(fn, (known = definitionsIn(fn)));
      return known;
    },
    summaryOf(fn) {
      const known = summaries.get(fn);
      if (known !== undefined || depth >= DEEPEST_CALL) return known ?? NO_SUMMARY;
      // What calls itself is known to do nothing in the meantime.
      summaries.set(fn, NO_SUMMARY);
      depth++;
      file.functions.lower(fn);
      const summary = summarise(file, fn);
      depth--;
      summaries.set(fn, summary);
      return summary;
    },
  };
  return file;
}

function definitionsIn({ temps, blocks }: FunctionIR): Definitions {
  const defined: (Instruction | undefined)[] = new Array<undefined>(temps);
  for (const { instructions } of blocks) for (const each of instructions) if ("to" in each) defined[each.to] = each;
  return defined;
}

/** A method or accessor of what `this` is in a function. */
export function memberOfThis(file: AliasFile, fn: FunctionIR, name: string): FunctionIR | undefined {
  const owner = ownerOfThis(fn);
  const holder = owner.kind === "fields" ? owner.node.parent : holderOf(owner.node);
  const member = holder === undefined ? undefined : membersOf(holder).get(name);
  return member && file.functions.at(member);
}

/** The class or object literal that a method stands in. */
function holderOf({ parent }: TSESTree.Node): TSESTree.Node | undefined {
  if (parent?.type === "MethodDefinition") return parent.parent.parent;
  return parent?.type === "Property" ? parent.parent : undefined;
}

/** The function of this file that a temporary certainly is. */
export function functionAt(file: AliasFile, fn: FunctionIR, temp: Temp): FunctionIR | undefined {
  const definition = file.definitionsOf(fn)[temp];
  switch (definition?.op) {
    case "function":
      file.functions.lower(definition.fn);
      return definition.fn;
    case "read": {
      const node = functionHeldBy(definition.variable.scopeVariable);
      return node && file.functions.at(node);
    }
    case "cast":
      return functionAt(file, fn, definition.from);
    case "get": {
      if (definition.key.kind !== "name") return undefined;
      const holder = file.definitionsOf(fn)[definition.object];
      return holder?.op === "this" ? memberOfThis(file, fn, definition.key.name) : undefined;
    }
    default:
      return undefined;
  }
}
