import { beginning, NAME } from "../cut.js";
import { elementsOf, hasManyElements } from "../../objects/children.js";
import { entriesOf } from "../../objects/contents.js";
import { isReference } from "../../objects/is-reference.js";
import { kindOf } from "../../objects/kind.js";

type Field = readonly [name: string, value: string];

/** What is told of an object beside its references. */
export interface Preview {
  readonly type: string;
  readonly fields: readonly Field[];
  readonly more: number;
}

/** So many fields tell objects apart; more would be a listing. */
const FEW = 4;
const LONGEST = 24;

export function textOf(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(beginning(value, LONGEST));
  return beginning(typeof value === "bigint" ? `${value}n` : String(value), NAME);
}

/** Reads what an object holds itself. Runs no getter, no trap and no method of the program. */
export function previewOf(object: object): Preview {
  const { name, base } = kindOf(object);
  const entries = entriesOf(object, base);
  const count = entries?.length ?? (Array.isArray(object) ? object.length : sizeOf(object, base));
  const type = { "plain object": "Object", array: "Array" }[name] ?? beginning(name.replace(/^instance of /, ""), NAME);
  const fields = [...hiddenFields(object, base, entries), ...ownFields(object)];
  return {
    type: count === undefined ? type : `${type}(${count})`,
    fields: fields.slice(0, FEW),
    more: Math.max(0, fields.length - FEW),
  };
}

function sizeOf(object: object, base: string): number | undefined {
  if (base === "TypedArray") return elementsOf(object);
  return base === "ArrayBuffer" ? Reflect.get(ArrayBuffer.prototype, "byteLength", object) : undefined;
}

function hiddenFields(object: object, base: string, entries: readonly [unknown, unknown][] | undefined): Field[] {
  if (entries !== undefined) {
    const primitive = entries.filter(([key, value]) => !isReference(key) && !isReference(value));
    return primitive.map(([key, value]) => (base === "Map" ? [textOf(key), textOf(value)] : ["", textOf(value)]));
  }
  const text = hiddenText(object, base);
  return text === undefined ? [] : [["", text]];
}

/** What the engine keeps of an object where no property shows it. */
function hiddenText(object: object, base: string): string | undefined {
  if (base === "Date") {
    const time = Date.prototype.getTime.call(object);
    return Number.isNaN(time) ? "invalid" : new Date(time).toISOString();
  }
  if (base === "RegExp") return `/${beginning(Reflect.get(RegExp.prototype, "source", object), NAME)}/`;
  const boxes: Record<string, { prototype: object } | undefined> = { Number, String, Boolean, BigInt, Symbol };
  const box = boxes[base];
  return box && textOf(Reflect.apply(Reflect.get(box.prototype, "valueOf") as () => unknown, object, []));
}

function ownFields(object: object): Field[] {
  if (hasManyElements(object)) return [];
  const fields: Field[] = [];
  for (const key of Reflect.ownKeys(object)) {
    if (key === "length" && Array.isArray(object)) continue;
    // the stack of an error is where it was made, and as long as a page
    if (key === "stack" && kindOf(object).base === "Error") continue;
    const descriptor = Object.getOwnPropertyDescriptor(object, key)!;
    const isList = Array.isArray(object) || ArrayBuffer.isView(object);
    const name = beginning(isList ? indexName(key) : String(key), NAME);
    if (!("value" in descriptor)) fields.push([name, "(accessor)"]);
    else if (!isReference(descriptor.value)) fields.push([name, textOf(descriptor.value)]);
  }
  return fields;
}

/** Elements are told by their order. */
function indexName(key: PropertyKey): string {
  return /^\d+$/.test(String(key)) ? "" : String(key);
}
