// Modules of others that pages import from, as far as they do.
declare module "immer" {
  export function produce<T>(base: T, recipe: (draft: T) => void): T;
}
declare module "@acme/queue" {
  export function enqueue(job: object): void;
  export class Queue {
    push(job: object): void;
  }
}
declare module "*/jobs.js" {
  interface Job {
    readonly id: number;
    readonly steps: string[];
  }
  export interface Desk {
    readonly job: Job;
    readonly queue: { push(job: Job): void };
  }
}
declare module "*/rates.js" {
  export function fetchRate(): Promise<number>;
}
declare module "workerpool" {
  export function pool(): {
    exec<A extends unknown[], R>(method: (...args: A) => R, args: A): Promise<Awaited<R>>;
  };
}
declare module "multithreading" {
  export function move<T>(value: T): { readonly moved: T };
  export function spawn<R>(fn: () => R): { join(): Promise<R> };
  export function spawn<T, R>(value: { readonly moved: T }, fn: (value: T) => R): { join(): Promise<R> };
}
declare module "puppeteer" {
  export interface Page {
    evaluate<A extends unknown[], R>(fn: (...args: A) => R, ...args: A): Promise<Awaited<R>>;
  }
}
declare module "comlink" {
  export function proxy<T>(value: T): T;
  export function transfer<T>(value: T, transferables: Transferable[]): T;
  export function wrap<T>(worker: Worker): { [K in keyof T]: T[K] };
}
declare module "piscina" {
  export class Piscina {
    constructor(options: { filename: string });
    run(task: unknown, options?: { transferList?: Transferable[] }): Promise<unknown>;
  }
}
