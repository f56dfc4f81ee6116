import type { Cause } from "../../heap/region.js";
import { describe } from "../../operations/expect.js";
import { setTraits } from "../../objects/traits.js";
import { accessorsOf } from "./access.js";
import type { StructMemory } from "./memory.js";
import { type Layout, layoutOf, type StructSchema } from "./schema.js";
import { LooseView, StructAccess, targetFor, viewPrototype } from "./view.js";

/** What all structs of a schema have in common. */
export class StructShape {
  readonly layout: Layout;
  readonly target: object;

  constructor(readonly schema: StructSchema) {
    this.layout = layoutOf(schema);
    this.target = targetFor(accessorsOf(this.layout));
  }
}

/** By schema, written out. */
const shapes = /* @__PURE__ */ new Map<string, StructShape>();

export function shapeOf(schema: StructSchema): StructShape {
  if (typeof schema !== "object" || (schema as unknown) === null || Array.isArray(schema))
    throw new TypeError(`struct() was given ${describe(schema)} as its schema. Give it an object: { balance: "f64" }.`);
  const key = JSON.stringify(Object.entries(schema));
  let shape = shapes.get(key);
  if (shape === undefined) {
    if (shapes.size === 0) setTraits(viewPrototype, { freezable: "no", movable: "no" });
    shapes.set(key, (shape = new StructShape({ ...schema })));
  }
  return shape;
}

/** A struct as one thread has it. */
export class StructRecord {
  #access: StructAccess | undefined = undefined;

  constructor(
    readonly shape: StructShape,
    readonly memory: StructMemory,
  ) {}

  /** The fields as a program sees them. This thread has the struct; the same view until `end`. */
  view(): object {
    this.#access ??= new StructAccess(this, this.shape.target, this.memory.begin());
    return this.#access.view;
  }

  /** The same for one that belongs to no cown yet: `structBehind` knows it. */
  looseView(): object {
    const view = this.view();
    LooseView.stamp(this.#access!);
    return view;
  }

  /** This thread gives the struct back: what it changed counts, and its view is dead. */
  end(cause: Cause): void {
    const access = this.#access;
    if (access === undefined) return;
    this.#access = undefined;
    this.memory.release(access.half!);
    access.end(cause);
  }
}

/** What the view of a new struct belongs to; undefined if the value is none. It may have been given away. */
export function structBehind(value: object): StructRecord | undefined {
  return LooseView.access(value)?.owner as StructRecord | undefined;
}
