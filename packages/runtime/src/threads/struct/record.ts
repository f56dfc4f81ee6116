import { keepers, type Keeper, type Viewing } from "../../cowns/keeper.js";
import type { Cause } from "../../heap/region.js";
import { setTraits } from "../../objects/traits.js";
import { describe } from "../../operations/expect.js";
import { badPacket, expect } from "../image/bad-packet.js";
import type { StructAddress } from "../packets/protocol.js";
import { accessorsOf } from "./access.js";
import { StructMemory } from "./memory.js";
import { type Layout, layoutOf, type StructSchema } from "./schema.js";
import { LooseView, StructAccess, targetFor, viewPrototype } from "./view.js";

/** What all structs of a schema have in common. */
export class StructShape {
  readonly target: object;

  constructor(readonly layout: Layout) {
    this.target = targetFor(accessorsOf(layout));
  }

  get fields(): [string, string][] {
    return fieldsOf(this.layout);
  }
}

const fieldsOf = ({ fields }: Layout): [string, string][] => fields.map(({ name, type }) => [name, type]);

/** By their fields, written out. */
const shapes = /* @__PURE__ */ new Map<string, StructShape>();

export function shapeOf(schema: StructSchema): StructShape {
  if (typeof schema !== "object" || (schema as unknown) === null || Array.isArray(schema))
    throw new TypeError(`struct() was given ${describe(schema)} as its schema. Give it an object: { balance: "f64" }.`);
  const layout = layoutOf(schema);
  const key = JSON.stringify(fieldsOf(layout));
  let shape = shapes.get(key);
  if (shape === undefined) {
    if (shapes.size === 0) setTraits(viewPrototype, { freezable: "no", movable: "no" });
    keepers.behind ??= structToHold;
    shapes.set(key, (shape = new StructShape(layout)));
  }
  return shape;
}

/** A struct as one thread has it. */
export class StructRecord implements Keeper {
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

  read(): Viewing {
    return new StructAccess(this, this.shape.target, this.memory.released(), true);
  }

  /** The same as `view` for one that belongs to no cown yet: `structBehind` knows it. */
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

/** The struct of another thread, as it came with a packet. Throws for what is none. */
export function openStruct({ memory, fields }: StructAddress): StructRecord {
  let shape: StructShape | undefined;
  try {
    shape = shapeOf(Object.fromEntries(fields) as StructSchema);
  } catch (cause) {
    throw badPacket("it has a cown with fields that are none", cause);
  }
  const opened = StructMemory.open(memory, shape.layout);
  expect(opened !== undefined, "it has a cown with fields that have no memory");
  return new StructRecord(shape, opened);
}

/** The struct that a cown is given. */
function structToHold(value: object, label: string): StructRecord | undefined {
  const access = LooseView.access(value);
  access?.assertLive(`give to ${label}`);
  return access?.owner as StructRecord | undefined;
}
