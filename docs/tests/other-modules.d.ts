// Modules of others that pages import from, as far as they do.
declare module "immer" {
  export function produce<T>(base: T, recipe: (draft: T) => void): T;
  export function produce<T, A extends unknown[]>(recipe: (draft: T, ...args: A) => void): (base: T, ...args: A) => T;
  export function produceWithPatches<T>(base: T, recipe: (draft: T) => void): [T, object[], object[]];
  export function createDraft<T>(base: T): T;
  export function finishDraft<T>(draft: T): T;
  export function freeze<T>(object: T, deep?: boolean): T;
}
declare module "@reduxjs/toolkit" {
  type Reducer<S> = (state: S | undefined, action: object) => S;
  export function configureStore<S>(options: { reducer: Reducer<S> }): {
    getState(): S;
    dispatch(action: object): void;
  };
  export function createSlice<S, R extends Record<string, (state: S) => void>>(options: {
    name: string;
    initialState: S;
    reducers: R;
  }): { reducer: Reducer<S>; getInitialState(): S; actions: Record<keyof R, () => object> };
}
declare module "@endo/harden" {
  export default function harden<T>(value: T): T;
}
declare module "piscina" {
  export function move(value: ArrayBuffer): object;
  export class Piscina {
    constructor(options?: { filename: string });
    run(task: unknown, options?: { transferList?: readonly Transferable[] }): Promise<unknown>;
  }
}
declare module "vite" {
  export function defineConfig(config: {
    server?: { headers?: Record<string, string> };
    preview?: { headers?: Record<string, string> };
  }): object;
}
declare module "express" {
  type Handler = (
    request: object,
    response: { setHeader(name: string, value: string): void },
    next: () => void,
  ) => void;
  interface Application {
    use(handler: Handler): void;
  }
  function express(): Application;
  namespace express {
    function static(folder: string): Handler;
  }
  export default express;
}
declare module "vue" {
  export function reactive<T extends object>(target: T): T;
  export function readonly<T extends object>(target: T): Readonly<T>;
}
declare module "react" {
  export function useState<S>(initial: S | (() => S)): [S, (next: S) => void];
  export function useSyncExternalStore<S>(subscribe: (listener: () => void) => () => void, snapshot: () => S): S;
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
declare module "*/bank.js" {
  import type { Acquired, Region } from "regions-runtime";
  export interface Account {
    balance: number;
  }
  export function transfer(from: Acquired<Region<Account>>, to: Acquired<Region<Account>>, amount: number): number;
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
  export function transfer<T>(value: T, list: readonly Transferable[]): T;
  export function wrap<T>(worker: Worker): { [K in keyof T]: T[K] };
}
