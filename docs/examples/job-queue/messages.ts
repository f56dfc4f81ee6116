import type { Frozen } from "regions-runtime";
import type { Summary } from "./access-log.ts";
import type { Config } from "./config.ts";

/** What a worker is started with. */
export interface Start {
  readonly config: Frozen<Config>;
}

/** What a worker can be asked to do. */
export type Request =
  | { readonly type: "robots"; readonly addresses: Uint8Array }
  | { readonly type: "summarize"; readonly chunk: Uint8Array }
  | { readonly type: "archive"; readonly log: ArrayBuffer };

/** What it answers; a list of robots needs no answer. */
export type Reply = { readonly summary: Summary } | { readonly archivedBytes: number };
