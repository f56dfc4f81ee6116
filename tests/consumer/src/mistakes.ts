// One mistake of each kind; tests/lint.test.mjs lists what ESLint must report here. The compiler sees two of them.
import { freeze, move, Region } from "regions-runtime";

interface Port {
  postMessage(message: unknown, transfer: unknown[]): void;
}

export function useAfterMove(): void {
  const job = new Region({ steps: ["one"] });
  move(job);
  job.steps.push("two");
}

export function mutateFrozen(): void {
  const point = { x: 1, tags: ["a"] };
  const shared = freeze(point);
  point.tags.push("b");
  // @ts-expect-error a Frozen<T> is readonly
  shared.x = 2;
  // @ts-expect-error deeply
  shared.tags.push("c");
}

export function useAfterTransfer(port: Port): void {
  const bytes = new Uint8Array(8);
  port.postMessage(bytes, [bytes.buffer]);
  bytes[0] = 1;
}

/** @moves jobs */
export function misnamedTag(job: object): object {
  return job;
}

const factor = 2;

declare const Blob: new (parts: readonly string[]) => object;

export function captureInWorker(): object {
  return new Blob([`(${() => factor})()`]);
}

export function plainAccess(port: Port): void {
  const counters = new Int32Array(new SharedArrayBuffer(8));
  port.postMessage(counters, []);
  counters[0] = 1;
}
