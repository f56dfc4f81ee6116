import { createHash } from "node:crypto";
import type { Spot } from "../check/finding.js";
import { linesOf } from "./lines.js";

export interface Fingerprints {
  /** What a finding is recognised by when lines above it come and go. */
  of(ruleId: string, spot: Spot): string;
}

/** For the findings of one file, in the order in which they are reported. */
export function createFingerprints(source: string): Fingerprints {
  const lines = linesOf(source);
  const seen = new Map<string, number>();
  return {
    of(ruleId, { line }) {
      const code = (lines[line - 1] ?? "").replace(/\s+/g, "");
      const hash = createHash("sha256").update(`${ruleId}\n${code}`).digest("hex").slice(0, 16);
      // Of several in lines that read the same.
      const number = (seen.get(hash) ?? 0) + 1;
      seen.set(hash, number);
      return `${hash}:${number}`;
    },
  };
}
