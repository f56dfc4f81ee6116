import type { Signature, Signatures } from "./operations/signature.js";

const frozen: Signature = { result: "frozen" };
const same: Signature = { result: "argument 0" };
const harden: Signature = { arguments: ["freeze"], result: "argument 0" };
const freeze: Signature = { special: "freezeAsAsked" };
/** The buffer is detached once what marks it is posted, which is what it is marked for. */
const move: Signature = { arguments: ["transfer"], result: "unknown" };
const run: Signature = { arguments: ["post", "transferOption"], result: "unknown" };

/** A function that takes a recipe and a state, or a recipe alone: then it returns one that takes the state. */
const producer = (path: string, result: Signature): Signatures => ({
  [path]: { ...result, curried: `${path} curried` },
  [`${path} curried`]: result,
});

const STORE = "@reduxjs/toolkit#Store";
const SLICE = "@reduxjs/toolkit#Slice";

const vue: Signatures = { readonly: frozen, shallowReadonly: { result: "frozenShallow" }, markRaw: same };

/** What the functions of known libraries do, by where they are imported from. */
const SETS = {
  /** Immer freezes what its functions return, deeply. A draft is over once it is finished. */
  immer: {
    ...producer("immer#produce", frozen),
    // Until version 9.
    ...producer("immer#default", frozen),
    ...producer("immer#produceWithPatches", { result: "state of argument 0" }),
    "immer#applyPatches": frozen,
    "immer#finishDraft": { arguments: ["move"], result: "frozen" },
    "immer#freeze": freeze,
    "immer#castDraft": same,
    "immer#castImmutable": same,
  },
  /** State is made by Immer; what a store holds changes by actions only. */
  "redux-toolkit": {
    ...producer("@reduxjs/toolkit#createNextState", frozen),
    "@reduxjs/toolkit#freeze": freeze,
    "@reduxjs/toolkit#configureStore": { makes: STORE },
    "@reduxjs/toolkit#createSlice": { makes: SLICE },
    [`${STORE}.prototype.getState`]: frozen,
    "@reduxjs/toolkit#EnhancedStore.prototype.getState": frozen,
    [`${SLICE}.prototype.getInitialState`]: frozen,
  },
  /** `harden` freezes deeply; it is a global after `lockdown()`. */
  ses: { harden, "@endo/harden#default": harden },
  /** `transfer` marks for the next message; `proxy` marks the object itself; `expose` serves it from now on. */
  comlink: {
    "comlink#transfer": { arguments: ["read", "transferList"], result: "unknown" },
    "comlink#proxy": { arguments: ["mutate"], result: "argument 0" },
    "comlink#expose": { arguments: ["capture", "read"], result: "primitive" },
  },
  /** Both forms of handing over a buffer. */
  piscina: {
    "piscina#move": move,
    "piscina#Piscina.move": move,
    "piscina#Piscina.prototype.run": run,
    "piscina#default.prototype.run": run,
  },
  /** Vue ignores what is written to a read-only proxy, with a warning during development. */
  vue: { ...exportedFrom("vue", vue), ...exportedFrom("@vue/reactivity", vue) },
  /** State is replaced, never changed. */
  react: {
    "react#useState": { result: "state of argument 0" },
    "react#useOptimistic": { result: "state of argument 0" },
    "react#useReducer": { result: "state of argument 1" },
    "react#useActionState": { result: "state of argument 1" },
  },
} satisfies Readonly<Record<string, Signatures>>;

/** The same functions, as a module exports them. */
function exportedFrom(module: string, signatures: Signatures): Signatures {
  return Object.fromEntries(Object.entries(signatures).map(([name, signature]) => [`${module}#${name}`, signature]));
}

/** The name of a ready-made set, in `settings.regions.libraries`. */
export type LibraryName = keyof typeof SETS;

export const libraries: Readonly<Record<LibraryName, Signatures>> = SETS;
