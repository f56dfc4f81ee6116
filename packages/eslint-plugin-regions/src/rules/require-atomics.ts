import type { TSESLint } from "@typescript-eslint/utils";
import { settingsOf } from "../analysis.js";
import { createLightRule } from "../create-rule.js";
import type { Problem } from "../report/problem.js";
import { describeAccess, placesOfAccess } from "../shared-memory/describe.js";
import { findPlainAccesses } from "../shared-memory/find-plain-accesses.js";
import { atomicEdit } from "../shared-memory/repair.js";
import { typesOf } from "../types/types.js";

/** Without them a file has no shared memory that could be recognised; most memory of WebAssembly is not shared. */
const namesSharedMemory = (text: string): boolean =>
  text.includes("SharedArrayBuffer") || (text.includes("WebAssembly") && /\bshared\b/.test(text));

/** Types of other files may have it. */
const importsSharedMemory = (sourceCode: TSESLint.SourceCode): boolean =>
  (typesOf(sourceCode)?.importedShared().size ?? 0) > 0;

export default createLightRule(
  "require-atomics",
  {
    description: "Require Atomics for integers in memory that other threads can have",
    configs: ["recommended", "strict", "platform"],
  },
  (sourceCode, context) => {
    if (!namesSharedMemory(sourceCode.text) && !importsSharedMemory(sourceCode)) return [];
    return findPlainAccesses(sourceCode, settingsOf(context).locks).map((found): Problem => {
      const { node } = found.access;
      const edit = atomicEdit(sourceCode, found);
      const repair = edit && { description: "Use Atomics", range: node.range, text: edit.text };
      const isFix = edit?.isExact === true;
      return {
        loc: node.loc,
        message: describeAccess(sourceCode, found),
        ...placesOfAccess(found),
        fix: isFix ? repair : undefined,
        repairs: isFix || repair === undefined ? [] : [repair],
      };
    });
  },
  { isFixable: true, hasSuggestions: true },
);
