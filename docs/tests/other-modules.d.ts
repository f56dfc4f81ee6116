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
