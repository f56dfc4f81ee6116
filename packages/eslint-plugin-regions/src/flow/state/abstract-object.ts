import type { TSESTree } from "@typescript-eslint/utils";
import type { FunctionIR, Variable } from "../../lower/ir.js";
import type { TaggedType } from "../../tags/tagged-types.js";
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
  | "Pool"
  | "OffscreenCanvas"
  | "ImageBitmap"
  | "Stream"
  | "Reader"
  | "Region"
  | "Cown"
  | "Guard"
  | "Listener"
  | "DisposableStack"
  | "WeakRef"
  | "Generator"
  | "Iterator"
  | "String"
  | "Blob"
  | "Response"
  | "TextEncoder"
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
  /** The list of it alone. */
  readonly alone: readonly AbstractObject[];
  readonly node: TSESTree.Node;
  readonly old: boolean;
  /** The object of which this is a part that was never seen to be stored, and its key there. */
  readonly parent: AbstractObject | undefined;
  readonly key: string | undefined;
  readonly root: Root | undefined;
  /** Path of a built-in or imported function: "Array.prototype.push", "regions-runtime#move". */
  readonly builtin: string | undefined;
  readonly fn: FunctionIR | undefined;
  /** Created by a literal, so a field that was never stored is absent. */
  readonly closed: boolean;
  /** It stands for one element per iteration of this loop. */
  readonly loop: TSESTree.Node | undefined;
  /** What it was copied from by `move`, `new Region` …: the original of the copy. */
  readonly copyOf: AbstractObject | undefined;
  readonly isLost: boolean;
  /** How many parents it has, or how many containers an element was taken out of in turn. */
  readonly depth: number;
  kind: Kind;
  /** An instance of a class of the file: the class. */
  classNode: TSESTree.Node | undefined;
  /** It is known to be the handle of a region. */
  isRegion: boolean;
  /** Seen through a region: it dies with it. */
  isHandle: boolean;
  /** A cown from elsewhere: the expression for its content where it is made, or the type. */
  content: TSESTree.Node | undefined;
  /** Frozen where it is made, by an expression that is looked at from elsewhere, and so are its parts. */
  isFrozen: boolean;
  /** Plain data, as a library hands it out: what has the method of an array is one. */
  isData: boolean;
  /** What has the type that says so, `Frozen<T>`. */
  frozenType: TSESTree.Node | undefined;
  /** What its type declares of calls and method calls. */
  type: TaggedType | undefined;
  /** It stands for an element of a list that has only some of those that it was made of. */
  isOfSome: boolean;
  /** A promise that is settled only when cowns were acquired: the calls that wait for them. */
  waits: readonly TSESTree.Node[];
  /** The object that this is a part of a part of …; itself if it is no part. */
  top: AbstractObject;
  /** What `pathOf` found. */
  path: Path | undefined;
  /** What stands for it once it is an old one. */
  twin: AbstractObject | undefined;
  /** Fields, and ANY for elements, that are declared to hold primitives. */
  primitives: Set<string> | undefined;
  /** The parts of it that were looked at, by key. */
  parts: Map<string, AbstractObject> | undefined;
}

/** The path of the signature that the type of something, or of what it is a method of, declares for calls of it. */
export function declaredCall({ type, parent, key }: AbstractObject): string | undefined {
  return type?.call ?? (key === undefined ? undefined : parent?.type?.members.get(key));
}

/** A place that the callers of a function know: a root, and the fields read from it. */
export interface Path {
  readonly root: Root;
  readonly keys: readonly string[];
}

/** How the callers of a function know an object; undefined: they do not. */
export function pathOf(object: AbstractObject): Path | undefined {
  const { root } = object.top;
  if (root === undefined) return undefined;
  if (object.path !== undefined) return object.path;
  const keys: string[] = [];
  for (let each = object; each.parent !== undefined; each = each.parent) keys.push(each.key!);
  return (object.path = { root, keys: keys.reverse() });
}

export interface ObjectTable {
  readonly objects: AbstractObject[];
  /** By the place that creates them, then by role. */
  readonly bySite: Map<TSESTree.Node, Map<string, AbstractObject>>;
  readonly constants: Map<string, AbstractObject>;
}

export function createObjectTable(): ObjectTable {
  return { objects: [], bySite: new Map(), constants: new Map() };
}

/** Parts of parts are told apart down to this depth; below, nothing is known. */
export const DEEPEST_PART = 6;

export type Description = Partial<
  Pick<
    AbstractObject,
    | "kind"
    | "root"
    | "builtin"
    | "fn"
    | "closed"
    | "isHandle"
    | "loop"
    | "copyOf"
    | "depth"
    | "isRegion"
    | "isLost"
    | "classNode"
    | "content"
    | "isFrozen"
    | "isData"
    | "type"
    | "waits"
  >
>;

const NO_WAITS: readonly TSESTree.Node[] = [];

function make(
  table: ObjectTable,
  node: TSESTree.Node,
  old: boolean,
  parent: AbstractObject | undefined,
  key: string | undefined,
  description: Description,
): AbstractObject {
  const id = table.objects.length;
  const alone: AbstractObject[] = [];
  const object: AbstractObject = {
    id,
    single: [id],
    alone,
    node,
    old,
    parent,
    key,
    depth: parent === undefined ? (description.depth ?? 0) : parent.depth + 1,
    root: description.root,
    builtin: description.builtin,
    fn: description.fn,
    classNode: description.classNode,
    closed: description.closed ?? false,
    loop: description.loop,
    copyOf: description.copyOf,
    isLost: description.isLost ?? false,
    kind: description.kind ?? "unknown",
    isRegion: description.isRegion ?? false,
    isHandle: description.isHandle ?? false,
    content: description.content,
    isFrozen: description.isFrozen ?? false,
    isData: description.isData ?? false,
    isOfSome: false,
    frozenType: undefined,
    type: description.type,
    waits: description.waits ?? NO_WAITS,
    top: undefined as unknown as AbstractObject,
    path: undefined,
    twin: undefined,
    primitives: undefined,
    parts: undefined,
  };
  alone.push(object);
  object.top = parent === undefined ? object : parent.top;
  table.objects.push(object);
  if (parent !== undefined) (parent.parts ??= new Map()).set(key!, object);
  return object;
}

/** The object that `node` creates; `role` tells apart several of one node. */
export function allocate(
  table: ObjectTable,
  node: TSESTree.Node,
  role: string,
  description: Description,
): AbstractObject {
  let here = table.bySite.get(node);
  if (here === undefined) table.bySite.set(node, (here = new Map<string, AbstractObject>()));
  let object = here.get(role);
  if (object === undefined) here.set(role, (object = make(table, node, false, undefined, undefined, description)));
  return object;
}

/** A constant of the program: a built-in, an import, a function of the file. */
export function constant(
  table: ObjectTable,
  key: string,
  node: TSESTree.Node,
  description: Description,
): AbstractObject {
  let object = table.constants.get(key);
  if (object === undefined) {
    table.constants.set(key, (object = make(table, node, false, undefined, undefined, description)));
  }
  return object;
}

/** The part `name` of an object of whose content nothing is known. */
export function part(table: ObjectTable, parent: AbstractObject, name: string): AbstractObject {
  const known = parent.parts?.get(name);
  if (known !== undefined) return known;
  if (parent.isLost || parent.depth >= DEEPEST_PART) return lost(table, parent.node);
  const { node, old, isHandle, loop, isFrozen, isData } = parent;
  return make(table, node, old, parent, name, { isHandle, loop, isFrozen, isData });
}

/** Something of which nothing is known, and nothing learnt. */
export function lost(table: ObjectTable, node: TSESTree.Node): AbstractObject {
  return constant(table, "lost", node, { isLost: true });
}

/** What stands for `object` once its place has created the next one. */
export function aged(table: ObjectTable, object: AbstractObject): AbstractObject {
  if (object.old || object.isLost) return object;
  if (object.parent !== undefined) {
    const twin = part(table, aged(table, object.parent), object.key!);
    if (twin.kind === "unknown") twin.kind = object.kind;
    twin.primitives ??= object.primitives;
    return twin;
  }
  object.twin ??= make(table, object.node, true, undefined, undefined, object);
  object.twin.primitives = object.primitives;
  return object.twin;
}

/** Constants and functions are shared by all regions; they are never owned, moved or frozen by reach. */
export function isShared(object: AbstractObject): boolean {
  return isBuiltIn(object) || object.fn !== undefined || object.kind === "class";
}

/** Functions and classes of the file can be frozen and changed like any object; what it did not make is left alone. */
export const isBuiltIn = ({ builtin }: AbstractObject): boolean => builtin !== undefined;
