import { createOwnRule, type Problem } from "../create-rule.js";
import { describeAccess } from "../shared-memory/describe.js";
import { findPlainAccesses } from "../shared-memory/find-plain-accesses.js";
import { atomicEdit } from "../shared-memory/repair.js";

/** Without one of these a file has no shared memory that could be recognised. */
const NAMES = /SharedArrayBuffer|WebAssembly/;

export default createOwnRule(
  "require-atomics",
  {
    description: "Require Atomics for integers in memory that other threads can have",
    configs: ["recommended", "strict", "platform"],
  },
  { isFixable: true, hasSuggestions: true },
  (sourceCode, { locks }) => {
    if (!NAMES.test(sourceCode.text)) return [];
    return findPlainAccesses(sourceCode, locks).map((found): Problem => {
      const { node } = found.access;
      const edit = atomicEdit(sourceCode, found);
      const repair = edit && { description: "Use Atomics", range: node.range, text: edit.text };
      const isFix = edit?.isExact === true;
      return {
        node,
        message: describeAccess(sourceCode, found),
        fix: isFix ? repair : undefined,
        suggestions: isFix || repair === undefined ? [] : [repair],
      };
    });
  },
);
