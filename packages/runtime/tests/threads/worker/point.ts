import { registerType } from "../../../src/index.js";

/** A class with state that only its codec knows. Importing the module registers it, in whatever thread. */
export class Point {
  readonly #x: number;
  readonly #y: number;

  constructor(x: number, y: number) {
    this.#x = x;
    this.#y = y;
  }

  get length(): number {
    return Math.hypot(this.#x, this.#y);
  }

  static encode(point: Point): [number, number] {
    return [point.#x, point.#y];
  }
}

registerType(Point, {
  movable: "opaque",
  freezable: "yes",
  codec: { name: "Point", encode: Point.encode, decode: (data) => new Point(...(data as [number, number])) },
});
