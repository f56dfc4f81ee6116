import type { Cause } from "../../heap/region.js";
import { describe } from "../../operations/expect.js";
import { setTraits } from "../../objects/traits.js";
import { type Half, StructMemory } from "./memory.js";
import { type Layout, layoutOf, type StructSchema } from "./schema.js";
import { propertiesOf, StructAccess, StructView } from "./view.js";

/** What all structs of a schema have in common. */
export class StructShape {
  readonly layout: Layout;
  readonly properties: ReturnType<typeof propertiesOf>;

  constructor(readonly schema: StructSchema) {
    this.layout = layoutOf(schema);
    this.properties = propertiesOf(this.layout);
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
    if (shapes.size === 0) setTraits(StructView.prototype, { freezable: "no", movable: "no" });
    shapes.set(key, (shape = new StructShape({ ...schema })));
  }
  return shape;
}

/** A struct as one thread has it. */
export class StructRecord {
  #half: Half | undefined = undefined;
  #access: StructAccess | undefined = undefined;
  #view: StructView | undefined = undefined;

  constructor(
    readonly shape: StructShape,
    readonly memory: StructMemory,
  ) {}

  /** The fields as a program sees them. This thread has the struct; the same view until `end`. */
  view(): StructView {
    if (this.#view !== undefined) return this.#view;
    this.#access = new StructAccess(this, (this.#half = this.memory.begin()));
    return (this.#view = new StructView(this.#access, this.shape.properties));
  }

  /** This thread gives the struct back: what it changed counts, and its view is dead. */
  end(cause: Cause): void {
    if (this.#view === undefined) return;
    this.memory.release(this.#half!);
    this.#access!.end(cause);
    this.#view = this.#half = this.#access = undefined;
  }
}

/** What a view belongs to; undefined if the value is none. It may have ended. */
export function structBehind(value: object): StructRecord | undefined {
  return StructView.accessOf(value)?.owner as StructRecord | undefined;
}
