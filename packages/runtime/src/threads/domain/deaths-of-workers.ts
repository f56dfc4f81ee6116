import { type NodeWorker, onNodeWorker } from "./host.js";
import { buryThread } from "./members.js";

/** The domains in which this thread buries the workers that it started. */
const domains = /* @__PURE__ */ new Set<Int32Array>();
const watched = /* @__PURE__ */ new WeakSet<NodeWorker>();

/** In Node the thread that started a worker is told of its end, whichever way that came. */
export function buryWorkersIn(words: Int32Array): void {
  if (domains.size === 0) onNodeWorker(watchWorker);
  domains.add(words);
}

/**
 * Watches a worker that this thread started before it was in any domain. Those that it starts later are watched without
 * that.
 *
 * @param port what may be a worker of Node
 */
export function watchWorker(port: object): void {
  const worker = port as NodeWorker;
  const { threadId, once } = port as { threadId?: unknown; once?: unknown };
  if (typeof threadId !== "number" || typeof once !== "function" || watched.has(worker)) return;
  watched.add(worker);
  // its number is forgotten by the worker when it ends
  worker.once("exit", () => {
    for (const words of domains) buryThread(words, threadId);
  });
}
