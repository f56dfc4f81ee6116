/** A worker as Node's `worker_threads` shows it to the thread that started it. */
export interface NodeWorker {
  readonly threadId: number;
  once(event: "exit", listener: () => void): unknown;
}

/** What is needed of Node's `worker_threads`. */
interface WorkerThreads {
  readonly threadId: number;
  getEnvironmentData(key: string): unknown;
  setEnvironmentData(key: string, value: unknown): void;
}

interface NodeProcess {
  getBuiltinModule?(id: string): WorkerThreads | undefined;
  on(event: "worker", listener: (worker: NodeWorker) => void): unknown;
}

/** What is needed of the Web Locks of browsers. */
export interface LockManager {
  request(name: string, callback: () => Promise<void>): Promise<unknown>;
}

function nodeProcess(): NodeProcess | undefined {
  return (globalThis as { process?: NodeProcess }).process;
}

/** Node's threads; undefined on other hosts. */
export function nodeThreads(): WorkerThreads | undefined {
  return nodeProcess()?.getBuiltinModule?.("node:worker_threads");
}

/** Calls back for each worker that this thread starts from now on. */
export function onNodeWorker(callback: (worker: NodeWorker) => void): void {
  nodeProcess()?.on("worker", callback);
}

/** The locks of a browser; undefined where there are none. */
export function browserLocks(): LockManager | undefined {
  return (globalThis as { navigator?: { locks?: LockManager } }).navigator?.locks;
}
