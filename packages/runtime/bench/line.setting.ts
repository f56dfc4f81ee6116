import type { Cown, Region } from "../src/index.js";
import type { Shared } from "../tests/threads/line/lock.js";

/** What the threads of the benchmark are given. */
export interface Setting {
  readonly shared: Shared;
  readonly struct: SharedArrayBuffer;
  readonly lock: SharedArrayBuffer;
  readonly times: number;
}

/** What the cowns of the benchmark hold. */
export interface Cowns {
  readonly number: Cown<number>;
  readonly struct: Cown<{ hits: number }>;
  readonly graph: Cown<Region<{ list: { score: number }[] }>>;
}

/** How often the graph goes from thread to thread. */
export const GRAPH_TIMES = 500;
