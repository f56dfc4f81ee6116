/**
 * A persistent map from small non-negative integers: a big-endian Patricia tree.
 * Maps that descend from one another share their subtrees, so that joining the states of two branches costs in
 * proportion to what the branches changed, not to the size of the state.
 *
 * Source: C. Okasaki and A. Gill, "Fast Mergeable Integer Maps", ML Workshop 1998.
 */
export type IntMap<V> = undefined | Leaf<V> | Fork<V>;

interface Leaf<V> {
  readonly bit: 0;
  readonly key: number;
  readonly value: V;
}
interface Fork<V> {
  /** The highest bit in which the keys below differ. */
  readonly bit: number;
  /** What the keys below have in common above that bit. */
  readonly key: number;
  readonly zero: Leaf<V> | Fork<V>;
  readonly one: Leaf<V> | Fork<V>;
}

const leaf = <V>(key: number, value: V): Leaf<V> => ({ bit: 0, key, value });
const prefix = (key: number, bit: number): number => key & ~((bit << 1) - 1);
const highestDifference = (a: number, b: number): number => 1 << (31 - Math.clz32(a ^ b));

function fork<V>(a: Leaf<V> | Fork<V>, b: Leaf<V> | Fork<V>): Fork<V> {
  const bit = highestDifference(a.key, b.key);
  const key = prefix(a.key, bit);
  return a.key & bit ? { bit, key, zero: b, one: a } : { bit, key, zero: a, one: b };
}

export function get<V>(map: IntMap<V>, key: number): V | undefined {
  let node = map;
  while (node !== undefined) {
    if (node.bit === 0) return node.key === key ? (node as Leaf<V>).value : undefined;
    const branch = node as Fork<V>;
    node = key & branch.bit ? branch.one : branch.zero;
  }
  return undefined;
}

export function set<V>(map: IntMap<V>, key: number, value: V): Leaf<V> | Fork<V> {
  if (map === undefined) return leaf(key, value);
  if (map.bit === 0) {
    if (map.key !== key) return fork(leaf(key, value), map);
    return (map as Leaf<V>).value === value ? map : leaf(key, value);
  }
  const node = map as Fork<V>;
  if (prefix(key, node.bit) !== node.key) return fork(leaf(key, value), node);
  if (key & node.bit) {
    const one = set(node.one, key, value);
    return one === node.one ? node : { bit: node.bit, key: node.key, zero: node.zero, one };
  }
  const zero = set(node.zero, key, value);
  return zero === node.zero ? node : { bit: node.bit, key: node.key, zero, one: node.one };
}

export function remove<V>(map: IntMap<V>, key: number): IntMap<V> {
  if (map === undefined) return undefined;
  if (map.bit === 0) return map.key === key ? undefined : map;
  const node = map as Fork<V>;
  if (prefix(key, node.bit) !== node.key) return node;
  const inOne = (key & node.bit) !== 0;
  const old = inOne ? node.one : node.zero;
  const rest = remove(old, key);
  if (rest === old) return node;
  if (rest === undefined) return inOne ? node.zero : node.one;
  return inOne
    ? { bit: node.bit, key: node.key, zero: node.zero, one: rest }
    : { bit: node.bit, key: node.key, zero: rest, one: node.one };
}

/**
 * The union. A key in both gets `combine(a's value, b's value)`.
 *
 * @returns `a` itself when nothing of `b` adds to it, so that a fixed point is seen by comparing references.
 */
export function merge<V>(a: IntMap<V>, b: IntMap<V>, combine: (a: V, b: V) => V): IntMap<V> {
  if (a === b || b === undefined) return a;
  if (a === undefined) return b;
  if (a.bit === 0) {
    const mine = a as Leaf<V>;
    const theirs = get(b, mine.key);
    if (b.bit === 0 && theirs !== undefined) {
      const value = combine(mine.value, theirs);
      return value === mine.value ? a : leaf(mine.key, value);
    }
    return set(b, mine.key, theirs === undefined ? mine.value : combine(mine.value, theirs));
  }
  if (b.bit === 0) {
    const theirs = b as Leaf<V>;
    const mine = get(a, theirs.key);
    return set(a, theirs.key, mine === undefined ? theirs.value : combine(mine, theirs.value));
  }
  const left = a as Fork<V>;
  const right = b as Fork<V>;
  if (left.bit === right.bit && left.key === right.key) {
    const zero = merge(left.zero, right.zero, combine)!;
    const one = merge(left.one, right.one, combine)!;
    return zero === left.zero && one === left.one ? left : { bit: left.bit, key: left.key, zero, one };
  }
  if (left.bit > right.bit && prefix(right.key, left.bit) === left.key) {
    const inOne = (right.key & left.bit) !== 0;
    const old = inOne ? left.one : left.zero;
    const child = merge(old, right, combine)!;
    if (child === old) return left;
    return inOne
      ? { bit: left.bit, key: left.key, zero: left.zero, one: child }
      : { bit: left.bit, key: left.key, zero: child, one: left.one };
  }
  if (right.bit > left.bit && prefix(left.key, right.bit) === right.key) {
    const inOne = (left.key & right.bit) !== 0;
    const child = merge(left, inOne ? right.one : right.zero, combine)!;
    return inOne
      ? { bit: right.bit, key: right.key, zero: right.zero, one: child }
      : { bit: right.bit, key: right.key, zero: child, one: right.one };
  }
  return fork(left, right);
}

/** Whether both have the same keys, with values that `same` takes for equal. */
export function equals<V>(a: IntMap<V>, b: IntMap<V>, same: (a: V, b: V) => boolean): boolean {
  if (a === b) return true;
  if (a?.bit !== b?.bit || a?.key !== b?.key || a === undefined || b === undefined) return false;
  if (a.bit === 0) return same((a as Leaf<V>).value, (b as Leaf<V>).value);
  const left = a as Fork<V>;
  const right = b as Fork<V>;
  return equals(left.zero, right.zero, same) && equals(left.one, right.one, same);
}

/** Whether `test` holds for every key that both have with different values. Shared subtrees are not visited. */
export function everyDifference<V>(a: IntMap<V>, b: IntMap<V>, test: (a: V, b: V) => boolean): boolean {
  if (a === b || a === undefined || b === undefined) return true;
  if (a.bit === 0) {
    const theirs = get(b, a.key);
    const mine = (a as Leaf<V>).value;
    return theirs === undefined || theirs === mine || test(mine, theirs);
  }
  if (b.bit === 0) {
    const mine = get(a, b.key);
    const theirs = (b as Leaf<V>).value;
    return mine === undefined || mine === theirs || test(mine, theirs);
  }
  const left = a as Fork<V>;
  const right = b as Fork<V>;
  if (left.bit === right.bit && left.key === right.key) {
    return everyDifference(left.zero, right.zero, test) && everyDifference(left.one, right.one, test);
  }
  if (left.bit > right.bit) {
    if (prefix(right.key, left.bit) !== left.key) return true;
    return everyDifference(right.key & left.bit ? left.one : left.zero, right, test);
  }
  if (left.bit < right.bit) {
    if (prefix(left.key, right.bit) !== right.key) return true;
    return everyDifference(left, left.key & right.bit ? right.one : right.zero, test);
  }
  return true;
}

/** What both have, with values that are the same. @returns `a` itself when `b` has all of it. */
export function intersect<V>(a: IntMap<V>, b: IntMap<V>): IntMap<V> {
  let out = a;
  if (a !== b) {
    forEach(a, (value, key) => {
      if (get(b, key) !== value) out = remove(out, key);
    });
  }
  return out;
}

export function forEach<V>(map: IntMap<V>, visit: (value: V, key: number) => void): void {
  if (map === undefined) return;
  if (map.bit === 0) {
    visit((map as Leaf<V>).value, map.key);
    return;
  }
  forEach((map as Fork<V>).zero, visit);
  forEach((map as Fork<V>).one, visit);
}

/** With every value as `change` makes it. @returns `map` itself when it makes none another. */
export function map<V>(map: IntMap<V>, change: (value: V) => V): IntMap<V> {
  return map && mapNode(map, change);
}

function mapNode<V>(node: Leaf<V> | Fork<V>, change: (value: V) => V): Leaf<V> | Fork<V> {
  if (node.bit === 0) {
    const { key, value } = node as Leaf<V>;
    const next = change(value);
    return next === value ? node : leaf(key, next);
  }
  const { bit, key, zero, one } = node as Fork<V>;
  const newZero = mapNode(zero, change);
  const newOne = mapNode(one, change);
  return newZero === zero && newOne === one ? node : { bit, key, zero: newZero, one: newOne };
}

/** Those entries that `keep` wants. @returns `map` itself when it wants all. */
export function filter<V>(map: IntMap<V>, keep: (key: number, value: V) => boolean): IntMap<V> {
  if (map === undefined) return undefined;
  if (map.bit === 0) return keep(map.key, (map as Leaf<V>).value) ? map : undefined;
  const node = map as Fork<V>;
  const zero = filter(node.zero, keep);
  const one = filter(node.one, keep);
  if (zero === node.zero && one === node.one) return node;
  if (zero === undefined) return one;
  return one === undefined ? zero : { bit: node.bit, key: node.key, zero, one };
}

/** The number of entries, or more than `most` if there are more. */
export function size(map: IntMap<unknown>, most: number): number {
  if (map === undefined) return 0;
  if (map.bit === 0) return 1;
  const node = map as Fork<unknown>;
  const zero = size(node.zero, most);
  return zero > most ? zero : zero + size(node.one, most - zero);
}
