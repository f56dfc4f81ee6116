import { type Borrowed, type Cown, freeze, type Frozen, type Region } from "regions-runtime";

export interface Job {
  id: number;
  items: number[];
}

/** @moves job */
export function enqueue(job: Job): void {
  console.log(job);
}

/** @freezes jobs */
export const publish = (label: string, ...jobs: Job[]): void => {
  console.log(label, jobs);
};

export interface Queue {
  /** @moves job */
  push(job: Job): void;
  peek(job: Job): void;
}

export class MemoryQueue implements Queue {
  push(job: Job): void {
    console.log(job);
  }
  peek(job: Job): void {
    console.log(job);
  }
}

export interface State {
  readonly job: Region<Job>;
  readonly buffer: ArrayBuffer;
  readonly config: Frozen<number[]>;
  count: number;
}

export declare const shared: Region<Job>;
export declare const account: Cown<Job>;
export declare function makeJob(): Region<Job>;
export declare function lend(): Borrowed<Job>;
export declare function currentState(): State;
export const limits = freeze({ list: [1] });
export const names = freeze(["a"]);
