import { AST_NODE_TYPES, type TSESLint, type TSESTree } from "@typescript-eslint/utils";
import { findingKey, type Finding } from "../findings/finding.js";
import { irOf } from "../lower/lower-file.js";
import type { Shippers } from "../operations/shipping.js";
import { shippedFunctions } from "./shipped.js";
import { needsOf } from "./surroundings.js";

type Call = TSESTree.CallExpression | TSESTree.NewExpression;

/** Some name without which a file ships no function. */
const NAMES = /\bnew\s+(?:\w+\.)*(?:Blob|Worker|SharedWorker)\b|executeScript/;

/** Functions that are shipped to another thread, and use variables of their surroundings. */
export function findCaptures(source: TSESLint.SourceCode, shippers: Shippers): Finding[] {
  if (!NAMES.test(source.text) && !namesModule(source.text, shippers)) return [];
  const findings = new Map<string, Finding>();
  const add = (finding: Finding): void => {
    if (!findings.has(findingKey(finding))) findings.set(findingKey(finding), finding);
  };
  for (const { fn, call, isBound, provides, takesArguments } of shippedFunctions(source, callsIn(source), shippers)) {
    if (isBound) add({ kind: "bound", rule: "no-worker-capture", node: call, call });
    for (const need of needsOf(source, fn)) {
      if (need.kind === "variable" && provides(need.variable.name)) continue;
      add({ kind: "capture", rule: "no-worker-capture", node: need.node, need, call, takesArguments });
    }
  }
  return [...findings.values()];
}

const modules = new WeakMap<Shippers, readonly string[]>();

function namesModule(text: string, shippers: Shippers): boolean {
  let names = modules.get(shippers);
  if (names === undefined) {
    const paths = [...shippers.keys()].filter((path) => path.includes("#"));
    modules.set(shippers, (names = [...new Set(paths.map((path) => path.split("#", 1)[0]!))]));
  }
  return names.some((name) => text.includes(name));
}

function callsIn(source: TSESLint.SourceCode): Call[] {
  const calls: Call[] = [];
  for (const fn of irOf(source).functions) {
    for (const { instructions } of fn.blocks) {
      for (const { op, node } of instructions) {
        if (op !== "call" && op !== "new") continue;
        if (node.type === AST_NODE_TYPES.CallExpression || node.type === AST_NODE_TYPES.NewExpression) calls.push(node);
      }
    }
  }
  return calls;
}
