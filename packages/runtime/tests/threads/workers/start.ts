import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { buildSync } from "esbuild";

const built = new Map<string, string>();

/** Workers cannot load TypeScript on Node 20; and a single file is what starts soonest. */
export function build(source: URL): string {
  let outfile = built.get(source.href);
  if (outfile === undefined) {
    outfile = join(mkdtempSync(join(tmpdir(), "regions-")), "worker.mjs");
    buildSync({
      entryPoints: [fileURLToPath(source)],
      bundle: true,
      format: "esm",
      platform: "node",
      target: "node20",
      outfile,
    });
    built.set(source.href, outfile);
  }
  return outfile;
}

/** Starts a worker whose code is a TypeScript file in this folder. */
export function start(file: string, data: object): Worker {
  return new Worker(build(new URL(file, import.meta.url)), { workerData: data });
}

/** The next message of a worker; an error if it ends before. */
export function next(worker: Worker): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      worker.off("exit", onExit);
      worker.off("error", onError);
    };
    const onExit = (code: number): void => reject(new Error(`The worker ended with ${code} before it said anything.`));
    const onError = (error: unknown): void => reject(error as Error);
    worker.once("exit", onExit);
    worker.once("error", onError);
    worker.once("message", (message: unknown) => {
      stop();
      resolve(message);
    });
  });
}
