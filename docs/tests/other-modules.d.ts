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
