import type { TSESLint, TSESTree } from "@typescript-eslint/utils";
import { definitionsIn } from "../lower/definitions.js";
import type { FunctionIR, Temp } from "../lower/ir.js";
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
  readonly source: Readonly<TSESLint.SourceCode>;
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
    source,
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

/** A method or accessor of what `this` is in a function. */
export function memberOfThis(file: AliasFile, fn: FunctionIR, name: string): FunctionIR | undefined {
  const member = memberNode(fn, name);
  return member && file.functions.at(member);
}

function memberNode(fn: FunctionIR, name: string): TSESTree.Node | undefined {
  const owner = ownerOfThis(fn);
  const holder = owner.kind === "fields" ? owner.node.parent : holderOf(owner.node);
  return holder && membersOf(holder).get(name);
}

/** The class or object literal that a method stands in. */
function holderOf({ parent }: TSESTree.Node): TSESTree.Node | undefined {
  if (parent?.type === "MethodDefinition") return parent.parent.parent;
  return parent?.type === "Property" ? parent.parent : undefined;
}

/** The function of this file that a temporary certainly is. */
export function functionAt(file: AliasFile, fn: FunctionIR, temp: Temp): FunctionIR | undefined {
  const node = functionNodeAt(file, fn, temp);
  return node && file.functions.at(node);
}

/** The same without lowering it. */
export function functionNodeAt(file: AliasFile, fn: FunctionIR, temp: Temp): TSESTree.Node | undefined {
  const definitions = file.definitionsOf(fn);
  const definition = definitions[temp];
  switch (definition?.op) {
    case "function":
      return definition.node;
    case "read":
      return functionHeldBy(definition.variable.scopeVariable);
    case "cast":
      return functionNodeAt(file, fn, definition.from);
    case "get": {
      if (definition.key.kind !== "name" || definitions[definition.object]?.op !== "this") return undefined;
      return memberNode(fn, definition.key.name);
    }
    default:
      return undefined;
  }
}
