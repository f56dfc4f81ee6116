import type { TSESTree } from "@typescript-eslint/utils";
import type { FunctionIR, Variable } from "../lower/ir.js";
import type { PointsTo } from "./points-to.js";

/** What is known of an object's type. It decides which built-in methods it has. */
export type Kind =
  | "unknown"
  | "object"
  | "array"
  | "function"
  | "class"
  | "Map"
  | "Set"
  | "WeakMap"
  | "WeakSet"
  | "Date"
  | "RegExp"
  | "Promise"
  | "ArrayBuffer"
  | "SharedArrayBuffer"
  | "TypedArray"
  | "DataView"
  | "MessagePort"
  | "MessageChannel"
  | "Worker"
  | "OffscreenCanvas"
  | "ImageBitmap"
  | "Stream"
  | "Reader"
  | "Region"
  | "Cown"
  | "String"
  | "Blob"
  | "Response"
  | "instance";

/** Where a value of unknown content comes into a function: what a caller's value is put for when its summary is applied. */
export type Root =
  | { readonly kind: "parameter"; readonly index: number }
  | { readonly kind: "captured"; readonly variable: Variable }
  | { readonly kind: "this" };

/**
 * One object of the analysis stands for the objects that one place of the program creates: `old: false` for the one
 * it created last, `old: true` for all before (recency abstraction, Balakrishnan and Reps 2006). So a fresh buffer in
 * each iteration of a loop is fresh, although an earlier one was transferred.
 */
export interface AbstractObject {
  readonly id: number;
  readonly single: PointsTo;
  readonly node: TSESTree.Node;
  readonly old: boolean;
  /** The object of which this is a part that was never seen to be stored, and its key there. */
  readonly parent: AbstractObject | undefined;
  readonly key: string | undefined;
  readonly root: Root | undefined;
  /** Path of a built-in or imported function: "Array.prototype.push", "regions-runtime#move". */
  readonly builtin: string | undefined;
  readonly fn: FunctionIR | undefined;
  /** An instance of a class of the file: the class. */
  readonly classNode: TSESTree.Node | undefined;
  /** Created by a literal, so a field that was never stored is absent. */
  readonly closed: boolean;
  /** Seen through a region: it dies with it. */
  readonly isHandle: boolean;
  /** It stands for one element per iteration of this loop. */
  readonly loop: TSESTree.Node | undefined;
  /** What it was copied from by `move`, `new Region` …: the original of the copy. */
  readonly copyOf: AbstractObject | undefined;
  readonly isLost: boolean;
  readonly site: string;
  /** How callers know it. */
  readonly path: Path | undefined;
  kind: Kind;
  parts: AbstractObject[] | undefined;
}

/** A place that the callers of a function know: a root, and the fields read from it. */
export interface Path {
  readonly root: Root;
  readonly keys: readonly string[];
}

function pathTo(parent: AbstractObject | undefined, key: string | undefined, root: Root | undefined): Path | undefined {
  if (parent === undefined) return root && { root, keys: [] };
  return parent.path && { root: parent.path.root, keys: [...parent.path.keys, key!] };
}

export interface ObjectTable {
  readonly objects: AbstractObject[];
  readonly byKey: Map<string, AbstractObject>;
  readonly nodeIds: Map<TSESTree.Node, number>;
}

export function createObjectTable(): ObjectTable {
  return { objects: [], byKey: new Map(), nodeIds: new Map() };
}

/** Parts of parts are told apart down to this depth; below, nothing is known. */
const DEEPEST_PART = 6;

function depthOf(object: AbstractObject): number {
  let depth = 0;
  for (let each = object.parent; each !== undefined; each = each.parent) depth++;
  return depth;
}

export type Description = Partial<
  Pick<AbstractObject, "kind" | "root" | "builtin" | "fn" | "closed" | "isHandle" | "loop" | "copyOf" | "isLost" | "classNode">
>;

function make(
  table: ObjectTable,
  key: string,
  node: TSESTree.Node,
  old: boolean,
  parent: AbstractObject | undefined,
  name: string | undefined,
  description: Description,
  site: string,
): AbstractObject {
  const known = table.byKey.get(key);
  if (known !== undefined) return known;
  const id = table.objects.length;
  const object: AbstractObject = {
    id,
    single: [id],
    node,
    old,
    parent,
    key: name,
    root: description.root,
    builtin: description.builtin,
    fn: description.fn,
    classNode: description.classNode,
    closed: description.closed ?? false,
    isHandle: description.isHandle ?? false,
    loop: description.loop,
    copyOf: description.copyOf,
    isLost: description.isLost ?? false,
    site,
    path: pathTo(parent, name, description.root),
    kind: description.kind ?? "unknown",
    parts: undefined,
  };
  table.objects.push(object);
  table.byKey.set(key, object);
  if (parent !== undefined) (parent.parts ??= []).push(object);
  return object;
}

/** The object that `node` creates; `role` tells apart several of one node. */
export function allocate(
  table: ObjectTable,
  node: TSESTree.Node,
  role: string,
  description: Description,
): AbstractObject {
  let number = table.nodeIds.get(node);
  if (number === undefined) table.nodeIds.set(node, (number = table.nodeIds.size));
  const site = `${number}:${role}`;
  return make(table, site, node, false, undefined, undefined, description, site);
}

/** A constant of the program: a built-in, an import, a function of the file. */
export function constant(
  table: ObjectTable,
  key: string,
  node: TSESTree.Node,
  description: Description,
): AbstractObject {
  return make(table, `=${key}`, node, false, undefined, undefined, description, `=${key}`);
}

/** The part `name` of an object of whose content nothing is known. */
export function part(table: ObjectTable, parent: AbstractObject, name: string): AbstractObject {
  if (parent.isLost || depthOf(parent) >= DEEPEST_PART) return lost(table, parent.node);
  return make(
    table,
    `${parent.id}.${name}`,
    parent.node,
    parent.old,
    parent,
    name,
    { isHandle: parent.isHandle, loop: parent.loop },
    parent.site,
  );
}

/** Something of which nothing is known, and nothing learnt. */
export function lost(table: ObjectTable, node: TSESTree.Node): AbstractObject {
  return make(table, "lost", node, true, undefined, undefined, { isLost: true }, "lost");
}

/** What stands for `object` once its place has created the next one. */
export function aged(table: ObjectTable, object: AbstractObject): AbstractObject {
  if (object.old) return object;
  if (object.parent !== undefined) {
    const parent = aged(table, object.parent);
    const twin = part(table, parent, object.key!);
    if (twin.kind === "unknown") twin.kind = object.kind;
    return twin;
  }
  return make(table, `old ${object.site}`, object.node, true, undefined, undefined, object, object.site);
}

/** Constants and functions are shared by all regions; they are never owned, moved or frozen by reach. */
export function isShared(object: AbstractObject): boolean {
  return object.builtin !== undefined || object.fn !== undefined || object.kind === "class";
}
