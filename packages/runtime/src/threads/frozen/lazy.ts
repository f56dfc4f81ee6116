import { isArrayIndex } from "../../objects/array-index.js";
import { irregular } from "../../objects/children.js";
import { acceptViews } from "../../objects/proxy.js";
import { expect } from "../image/bad-packet.js";
import * as format from "../image/format.js";
import type { PartSource } from "../image/parts.js";
import { isLazy, type Lazy, stampLazy } from "./lazy-stamp.js";
import { lazyTarget } from "./lazy-target.js";
import type { Shape } from "./shared-reader.js";
import type { Views } from "./views.js";

type Key = string | symbol;

/** Makes what stands for a large object of a shared image: a proxy that reads what it is asked for. */
export function lazyPart(image: PartSource, ordinal: number, views: Views): object {
  acceptViews(isLazy);
  const { reader } = views;
  const start = reader.startOf(ordinal);
  const word = reader.memory[start]!;
  const kind = format.kindIn(word);
  const traps =
    kind === format.ARRAY
      ? new ArrayTraps(image, ordinal, views, start + 2, reader.memory[start + 1]! >>> 0)
      : new ObjectTraps(image, ordinal, views, start + 1, reader.shape(format.detailIn(word)), kind);
  return traps.makeProxy();
}

/** At least so many reads of fields come before the others are made, and one for so many fields. */
const PATIENCE = 16;
const SHARE = 8;

/**
 * The traps of one object. Reading a field reads that field; whoever asks for keys or attributes gets them from the target,
 * which is the frozen object itself by then, as a proxy must not say of fixed fields what its target does not. From then on
 * there are no traps: they take longer than all that is behind them. So whoever reads much of an object gets all of it.
 */
abstract class LazyTraps implements ProxyHandler<object>, Lazy {
  readonly #target: object;
  #proxy: object | undefined;
  /** How many reads there may be until all is read; codecs are not asked for what nobody wants. */
  #patience: number;

  constructor(
    readonly image: PartSource,
    readonly ordinal: number,
    readonly views: Views,
    readonly prototype: object | null,
    length: number,
  ) {
    this.#target = lazyTarget(prototype);
    this.#patience = views.reader.hasInstances ? Infinity : Math.max(PATIENCE, length / SHARE);
  }

  makeProxy(): object {
    const proxy = (this.#proxy = new Proxy(this.#target, this));
    stampLazy(proxy, this);
    return proxy;
  }

  /** @returns undefined when there is no such field */
  protected abstract word(key: Key): number | undefined;
  /** Gives the target its fields. */
  protected abstract fill(target: object): void;

  settle(): object {
    const target = this.#target;
    this.fill(target);
    Object.setPrototypeOf(target, this.prototype);
    Object.freeze(target);
    if (Object.getOwnPropertySymbols(target).length > 0) irregular.add(this.#proxy!);
    Object.setPrototypeOf(this, null);
    return target;
  }

  get(_: object, key: Key, receiver: unknown): unknown {
    const word = this.word(key);
    if (word !== undefined) {
      const value = this.views.value(word);
      if (--this.#patience < 0) this.#settleIfItCan();
      return value;
    }
    return this.prototype === null ? undefined : Reflect.get(this.prototype, key, receiver);
  }

  #settleIfItCan(): void {
    try {
      this.settle();
    } catch {
      // whoever reads what is broken will be told
      this.#patience = Infinity;
    }
  }

  has(_: object, key: Key): boolean {
    return this.word(key) !== undefined || (this.prototype !== null && Reflect.has(this.prototype, key));
  }

  set(target: object, key: Key, value: unknown, receiver: unknown): boolean {
    this.settle();
    // an object that inherits from this one may be written, where this one has no field of that name
    return Reflect.set(target, key, value, receiver === this.#proxy ? target : receiver);
  }

  ownKeys(target: object): Key[] {
    this.settle();
    return Reflect.ownKeys(target);
  }

  getOwnPropertyDescriptor(target: object, key: Key): PropertyDescriptor | undefined {
    this.settle();
    return Reflect.getOwnPropertyDescriptor(target, key);
  }

  defineProperty(target: object, key: Key, descriptor: PropertyDescriptor): boolean {
    this.settle();
    return Reflect.defineProperty(target, key, descriptor);
  }

  deleteProperty(target: object, key: Key): boolean {
    this.settle();
    return Reflect.deleteProperty(target, key);
  }

  getPrototypeOf(): object | null {
    return this.prototype;
  }

  setPrototypeOf(_: object, prototype: object | null): boolean {
    return prototype === this.prototype;
  }

  isExtensible(): boolean {
    return Reflect.isExtensible(this.settle());
  }

  preventExtensions(): boolean {
    this.settle();
    return true;
  }
}

class ObjectTraps extends LazyTraps {
  readonly #at: number;
  readonly #shape: Shape;

  constructor(image: PartSource, ordinal: number, views: Views, at: number, shape: Shape, kind: number) {
    super(image, ordinal, views, kind === format.OBJECT ? Object.prototype : null, shape.keys.length);
    views.reader.expectRecords(at, shape.keys.length);
    this.#at = at;
    this.#shape = shape;
  }

  protected word(key: Key): number | undefined {
    const place = this.#shape.places.get(key);
    return place === undefined ? undefined : this.views.reader.memory[this.#at + place]!;
  }

  protected fill(target: object): void {
    for (const key of this.#shape.keys)
      Object.defineProperty(target, key, {
        value: this.views.value(this.word(key)!),
        writable: true,
        enumerable: true,
        configurable: true,
      });
  }
}

class ArrayTraps extends LazyTraps {
  readonly #at: number;
  readonly #length: number;

  constructor(image: PartSource, ordinal: number, views: Views, at: number, length: number) {
    super(image, ordinal, views, Array.prototype, length);
    views.reader.expectRecords(at, length);
    this.#at = at;
    this.#length = length;
  }

  protected word(key: Key): number | undefined {
    if (typeof key !== "string") return undefined;
    if (key === "length") return this.#lengthWord();
    const index = Number(key);
    if (!isArrayIndex(key) || index >= this.#length) return undefined;
    return this.#element(index);
  }

  #element(index: number): number {
    const word = this.views.reader.memory[this.#at + index]!;
    expect(word !== format.HOLE, "it has a hole where there can be none");
    return word;
  }

  /** Lengths of arrays that are not sparse are integers of 31 bits: each element takes a word. */
  #lengthWord(): number {
    return this.#length << 1;
  }

  protected fill(target: object): void {
    const array = target as unknown[];
    // what was broken the last time is tried again
    array.length = 0;
    for (let i = 0; i < this.#length; i++) array.push(this.views.value(this.#element(i)));
  }
}
