import { AST_NODE_TYPES, type TSESLint, type TSESTree } from "@typescript-eslint/utils";
import { findingKey, type Finding } from "../findings/finding.js";
import { irOf } from "../lower/lower-file.js";
import type { Shippers } from "../operations/shipping.js";
import { shippedFunctions } from "./shipped.js";
import { needsOf } from "./surroundings.js";

type Call = TSESTree.CallExpression | TSESTree.NewExpression;

/** Functions that are shipped to another thread, and use variables of their surroundings. */
export function findCaptures(source: TSESLint.SourceCode, shippers: Shippers): Finding[] {
  if (!namesOf(shippers).test(source.text)) return [];
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

const patterns = new WeakMap<Shippers, RegExp>();

/** Some name without which a file ships no function: one search, because nearly all files end here. */
function namesOf(shippers: Shippers): RegExp {
  let pattern = patterns.get(shippers);
  if (pattern === undefined) {
    const modules = new Set([...shippers.keys()].flatMap((path) => (path.includes("#") ? path.split("#", 1) : [])));
    const escaped = [...modules].map((name) => name.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&"));
    // Modules are named in strings, which are few.
    pattern = new RegExp(
      String.raw`\bnew\s+(?:\w+\.)*(?:Blob|Worker|SharedWorker)\b|executeScript|["'](?:node:)?(?:${escaped.join("|")})["']`,
    );
    patterns.set(shippers, pattern);
  }
  return pattern;
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
