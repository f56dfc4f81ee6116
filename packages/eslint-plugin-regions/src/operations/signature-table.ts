import { ecmascript } from "./ecmascript.js";
import { platform } from "./platform.js";
import { runtimeApi } from "./runtime-api.js";
import type { Signature } from "./signature.js";

/** What each known function does, by where it comes from: "Array.prototype.push", "regions-runtime#move", "new Map". */
export type SignatureTable = ReadonlyMap<string, Signature>;

const builtIn: SignatureTable = new Map(
  Object.entries<Signature>({
    ...ecmascript,
    ...platform,
    ...runtimeApi,
    "[Symbol.dispose]": { receiver: "ask", special: "dispose" },
    "Symbol.dispose": {},
  }),
);

/** The built-in knowledge, and what settings add to it. */
export function signatureTable(declared: ReadonlyMap<string, Signature>): SignatureTable {
  return declared.size === 0 ? builtIn : new Map([...builtIn, ...declared]);
}

const namespaces = new WeakMap<SignatureTable, ReadonlySet<string>>();

/** Names on the way to a signature: "Object", "Array.prototype", "regions-runtime#*". */
export function namespacesOf(table: SignatureTable): ReadonlySet<string> {
  let names = namespaces.get(table);
  if (names === undefined) {
    const found = new Set(["globalThis"]);
    for (const path of table.keys()) {
      const plain = path.replace(/^new /, "");
      const hash = plain.indexOf("#");
      if (hash >= 0) found.add(`${plain.slice(0, hash)}#*`);
      for (let dot = plain.indexOf(".", hash); dot > 0; dot = plain.indexOf(".", dot + 1))
        found.add(plain.slice(0, dot));
    }
    namespaces.set(table, (names = found));
  }
  return names;
}
