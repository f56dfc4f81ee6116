import type { Signature, Signatures } from "./operations/signature.js";

const frozen: Signature = { result: "frozen" };
const same: Signature = { result: "argument 0" };
const harden: Signature = { arguments: ["freeze"], result: "argument 0" };
/** The buffer is detached once what marks it is posted, which is what it is marked for. */
const move: Signature = { arguments: ["transfer"], result: "unknown" };
/** `[state, change]`: React hands the same object to whoever renders next. */
const state: Signature = { result: "state" };

const STORE = "@reduxjs/toolkit#Store";

/** What the functions of known libraries do, by where they are imported from. */
const SETS = {
  /** Immer freezes what its functions return, deeply. A draft is over once it is finished. */
  immer: {
    "immer#produce": frozen,
    "immer#default": frozen,
    "immer#applyPatches": frozen,
    "immer#finishDraft": { arguments: ["move"], result: "frozen" },
    "immer#freeze": { arguments: ["freezeShallow"], result: "argument 0" },
    "immer#castDraft": same,
    "immer#castImmutable": same,
  },
  /** State is made by Immer; what a store holds changes by actions only. */
  "redux-toolkit": {
    "@reduxjs/toolkit#createNextState": frozen,
    "@reduxjs/toolkit#freeze": { arguments: ["freezeShallow"], result: "argument 0" },
    "@reduxjs/toolkit#configureStore": { makes: STORE },
    [`${STORE}.prototype.getState`]: frozen,
  },
  /** `harden` freezes deeply; it is a global after `lockdown()`. */
  ses: { harden, "ses#harden": harden, "@endo/harden#harden": harden, "@endo/harden#default": harden },
  /** `transfer` marks for the next message; `expose` serves the object from now on. */
  comlink: {
    "comlink#transfer": { arguments: ["read", "transferList"], result: "unknown" },
    "comlink#proxy": same,
    "comlink#expose": { arguments: ["capture", "read"], result: "primitive" },
  },
  /** Both forms of handing over a buffer. */
  piscina: {
    "piscina#move": move,
    "piscina#Piscina.move": move,
    "piscina#Piscina.prototype.run": { arguments: ["post", "transferOption"], result: "unknown" },
    "piscina#default.prototype.run": { arguments: ["post", "transferOption"], result: "unknown" },
  },
  /** Vue ignores what is written to a read-only proxy, with a warning during development. */
  vue: { "vue#readonly": frozen, "vue#shallowReadonly": { result: "frozenShallow" }, "vue#markRaw": same },
  /** State is replaced, never changed. */
  react: { "react#useState": state, "react#useReducer": state },
} satisfies Readonly<Record<string, Signatures>>;

/** The name of a ready-made set, in `settings.regions.libraries`. */
export type LibraryName = keyof typeof SETS;

export const libraries: Readonly<Record<LibraryName, Signatures>> = SETS;
