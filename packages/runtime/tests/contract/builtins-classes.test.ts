/* eslint-disable @typescript-eslint/restrict-plus-operands -- what + does with a handle is tested */
import { describe, expect, it } from "vitest";
import { checkInvariant, freeze, move, parentOf, Region, regionInfo, regionOf } from "../../src/index.js";
import { regionError } from "../errors.js";
import { sameAnswer } from "./builtins-twins.js";

class Shape {
  static count = 0;
  static create(): Shape {
    return new this();
  }
  name = "shape";
  readonly parts: any[] = [];
  parent: any;
  get label(): string {
    return `<${this.name}>`;
  }
  set label(value: string) {
    this.name = value.slice(1, -1);
  }
  set owner(value: any) {
    this.parent = value;
  }
  get owner(): any {
    return this.parent;
  }
  add(part: any): this {
    this.parts.push(part);
    return this;
  }
  describe(): string {
    return `${this.label}:${this.parts.length}`;
  }
}
class Circle extends Shape {
  radius = 1;
  override name = "circle";
  override get label(): string {
    return super.label.toUpperCase();
  }
  override set label(value: string) {
    super.label = value.toLowerCase();
  }
  override describe(): string {
    return `${super.describe()} r=${this.radius}`;
  }
  *[Symbol.iterator](): Generator<any> {
    yield* this.parts;
    yield this;
  }
  [Symbol.toPrimitive](hint: string): unknown {
    return hint === "number" ? this.radius : this.describe();
  }
  get [Symbol.toStringTag](): string {
    return `${this.name}!`;
  }
  toJSON(): unknown {
    return { circle: this.radius };
  }
  static override [Symbol.hasInstance](value: any): boolean {
    return Function.prototype[Symbol.hasInstance].call(this, value);
  }
}

describe("an instance of a class in a region and a plain one", () => {
  it("have the same accessors, methods, inheritance, iteration and conversions", () => {
    sameAnswer(
      () => new Circle(),
      (v, { o }) => [
        v.label,
        (v.label = "<BIG>"),
        v.name,
        v.label,
        v.describe(),
        v.add(o[0]).add(o[1]) === v,
        v.parts,
        [...v],
        Array.from(v).length,
        +v,
        `${v}`,
        v + "",
        String(v),
        Object.prototype.toString.call(v),
        JSON.stringify({ v }),
        v instanceof Circle,
        v instanceof Shape,
        v instanceof Object,
        v.constructor === Circle,
        Object.getPrototypeOf(v) === Circle.prototype,
        Object.keys(v),
        Object.entries(v).length,
        "label" in v,
        Object.hasOwn(v, "label"),
        v.hasOwnProperty("radius"),
        Shape.prototype.describe.call(v),
        Reflect.get(Circle.prototype, "label", v),
        v.describe.name,
        (v.owner = o[3]),
        v.owner,
        (v.owner = v),
        v.owner.owner,
      ],
    );
  });

  it("are alike when the class is abstract over its subclasses and built by a static method", () => {
    sameAnswer(
      () => Circle.create(),
      (v) => [v instanceof Circle, v.describe(), v.constructor.count, v.constructor.create() instanceof Circle],
    );
  });

  it("are alike when the prototype was made by hand", () => {
    const base = {
      get double(): number {
        return (this as any).n * 2;
      },
      set double(value: number) {
        (this as any).n = value / 2;
      },
      hello(): string {
        return `hello ${(this as any).n}`;
      },
    };
    sameAnswer(
      () => Object.assign(Object.create(base), { n: 2 }),
      (v) => [v.double, (v.double = 10), v.n, v.hello(), Object.keys(v), Object.getPrototypeOf(v) === base],
    );
  });

  it("are alike when a static or an instance method works on another instance", () => {
    class Money {
      constructor(readonly amount: number) {}
      plus(other: Money): Money {
        return new Money(this.amount + other.amount);
      }
      equals(other: unknown): boolean {
        return other instanceof Money && other.amount === this.amount;
      }
      static sum(...all: Money[]): Money {
        return all.reduce((a, b) => a.plus(b));
      }
    }
    sameAnswer(
      () => [new Money(1), new Money(2)],
      ([a, b]) => [a.plus(b).amount, Money.sum(a, b, b), a.equals(b), b.equals(new Money(2)), a.equals({ amount: 1 })],
    );
  });

  it("are alike for subclasses of Array", () => {
    class Stack extends Array<any> {
      get top(): any {
        return this[this.length - 1];
      }
      put(...values: any[]): this {
        this.push(...values);
        return this;
      }
    }
    sameAnswer(
      () => Stack.of(1, 2),
      (v, { o }) => [
        v.put(o[0], 3).top,
        v.length,
        v instanceof Stack,
        Array.isArray(v),
        [...v],
        v.map((x: any) => x).length,
        v.filter(() => true) instanceof Stack,
        v.pop(),
        v.constructor.name,
      ],
    );
  });

  it("are alike for subclasses of typed arrays, and of RegExp", () => {
    class Pixels extends Uint8ClampedArray {
      get red(): number {
        return this[0]!;
      }
      invert(): this {
        for (let i = 0; i < this.length; i++) this[i] = 255 - this[i]!;
        return this;
      }
    }
    sameAnswer(
      () => new Pixels([1, 2, 300]),
      (v) => [v.red, v.invert().red, [...v], v instanceof Pixels, v.map((x: number) => x) instanceof Pixels, v.fill(3)],
    );
    class Words extends RegExp {
      all(text: string): string[] {
        return text.match(this) ?? [];
      }
      get names(): string {
        return `${this.source} ${this.flags}`;
      }
    }
    sameAnswer(
      () => new Words("\\w+", "g"),
      (v) => [v.all("ab cd"), v.names, v instanceof Words, v instanceof RegExp, "x y".replace(v, "z")],
    );
  });

  it("work through accessors and methods that get handles as this", () => {
    const seen: any[] = [];
    class Node {
      next: any = { n: 1 };
      get self(): any {
        seen.push(this);
        return this.next;
      }
      link(next: any): void {
        seen.push(this);
        this.next = next;
      }
    }
    const region = new Region<any>({ node: new Node() });
    expect(region.node.self).toBe(region.node.next);
    const local = { n: 2 };
    region.node.link(local);
    expect(seen.every((self) => self === region.node)).toBe(true);
    expect([regionOf(local), region.node.next.n]).toEqual([region, 2]);
    checkInvariant(region);
  });

  it("can be the bridge", () => {
    const region = new Region<Circle>(new Circle());
    const part = { n: 1 };
    region.add(part);
    expect([region instanceof Circle, region instanceof Region, regionOf(part) === region]).toEqual([true, true, true]);
    const moved = move(region);
    expect([moved.describe(), moved instanceof Circle, moved.parts[0].n]).toEqual(["<CIRCLE>:1 r=1", true, 1]);
    regionError("ERR_USE_AFTER_MOVE", () => region.describe());
    regionError("ERR_USE_AFTER_MOVE", () => region.label);
  });
});

describe("a method or an accessor of a class", () => {
  it("is refused what a write would be refused, and nothing has changed", () => {
    const other = new Region<any>({ part: {} });
    const owned = new Region<any>();
    const owner = new Region<any>({ owned });
    const region = new Region<any>({ shape: new Shape() });
    const { shape } = region;
    const before = JSON.stringify(region);
    const size = regionInfo(region).size;
    for (const [code, value] of [
      ["ERR_CROSS_REGION", other.part],
      ["ERR_ALREADY_OWNED", owned],
      ["ERR_NOT_MOVABLE", { deep: [new WeakSet()] }],
      ["ERR_NOT_MOVABLE", Promise.resolve()],
    ] as const) {
      regionError(code, () => shape.add(value));
      regionError(code, () => (shape.owner = value));
      regionError(code, () => Shape.prototype.add.call(shape, value));
      regionError(code, () => Reflect.set(Shape.prototype, "owner", value, shape));
    }
    expect(JSON.stringify(region)).toBe(before);
    expect([shape.parts.length, shape.parent, regionInfo(region).size]).toEqual([0, undefined, size]);
    expect([parentOf(owned), regionOf(other.part)]).toEqual([owner, other]);
    checkInvariant(region, other, owner);
  });

  it("takes a free region, and frees it when it lets go", () => {
    const child = new Region<any>();
    const region = new Region<any>({ shape: new Shape() });
    region.shape.owner = child;
    expect([parentOf(child), region.shape.owner]).toEqual([region, child]);
    region.shape.owner = undefined;
    expect(parentOf(child)).toBeUndefined();
    region.shape.add(child);
    expect(parentOf(child)).toBe(region);
    checkInvariant(region);
  });

  it("is never called by planning: constructors, getters and Symbol methods stay silent", () => {
    const calls: string[] = [];
    class Loud {
      value = { n: 1 };
      get computed(): number {
        return calls.push("computed");
      }
      get [Symbol.toStringTag](): string {
        calls.push("tag");
        return "Loud";
      }
      *[Symbol.iterator](): Generator {
        calls.push("iterator");
      }
      toJSON(): void {
        calls.push("toJSON");
      }
    }
    class LoudMap extends Map {
      override get size(): number {
        calls.push("size");
        return 0;
      }
      override get(): undefined {
        calls.push("get");
      }
      override set(): this {
        calls.push("set");
        return this;
      }
      override forEach(): void {
        calls.push("forEach");
      }
      override entries(): any {
        calls.push("entries");
      }
      override [Symbol.iterator](): any {
        calls.push("map iterator");
      }
    }
    const inner = { n: 1 };
    const loud = new LoudMap();
    Map.prototype.set.call(loud, "k", inner);
    const region = new Region<any>();
    region.loud = new Loud();
    region.map = loud;
    expect([calls, regionInfo(region).size, regionOf(inner) === region]).toEqual([[], 5, true]);
    const bad = new LoudMap();
    Map.prototype.set.call(bad, "k", new WeakMap());
    regionError("ERR_NOT_MOVABLE", () => (region.bad = bad));
    expect(calls).toEqual([]);
  });

  it("of a class nobody registered makes the instance unfreezable, with the path", () => {
    const region = new Region<any>({ list: [new Circle()] });
    const error = regionError("ERR_NOT_FREEZABLE", () => freeze(region));
    expect(error.path).toBe("$.list[0]");
    region.list[0].radius = 2;
    expect(region.list[0].describe()).toContain("r=2");
  });
});
