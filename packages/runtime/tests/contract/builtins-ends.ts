import { close, dissolve, move, Region } from "../../src/index.js";

/** Every way in which the handles of a region end. */
export const ends: [string, "ERR_USE_AFTER_MOVE" | "ERR_INVALIDATED", (r: any) => unknown][] = [
  ["move", "ERR_USE_AFTER_MOVE", (r) => move(r)],
  ["close", "ERR_INVALIDATED", (r) => close(r)],
  ["dropping", "ERR_INVALIDATED", (r) => r[Symbol.dispose]()],
  ["dissolve", "ERR_INVALIDATED", (r) => dissolve(r)],
  ["move of an ancestor", "ERR_USE_AFTER_MOVE", (r) => move(new Region<any>({ deep: [new Map([["k", r]])] }))],
  ["close of an ancestor", "ERR_INVALIDATED", (r) => close(new Region<any>({ r }))],
];

export class Tree {
  children: any[] = [{ n: 1 }, { n: 2 }];
  get first(): any {
    return this.children[0];
  }
  *[Symbol.iterator](): Generator<any> {
    yield* this.children;
  }
  size(): number {
    return this.children.length;
  }
}
