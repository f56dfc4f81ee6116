/** Which abstract objects a value can be: their ids, ascending. A primitive is none of them. */
export type PointsTo = readonly number[];

export const NOTHING: PointsTo = [];

/** Of more objects than this that one value can be, further ones are left out, or large functions would take for ever. */
const MOST = 64;

/** @returns `a` itself when `b` adds nothing. */
export function union(a: PointsTo, b: PointsTo): PointsTo {
  if (a === b || b.length === 0 || a.length >= MOST) return a;
  if (a.length === 0) return b;
  if (includesAll(a, b)) return a;
  const out: number[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    const x = i < a.length ? a[i]! : Infinity;
    const y = j < b.length ? b[j]! : Infinity;
    out.push(Math.min(x, y));
    if (x <= y) i++;
    if (y <= x) j++;
  }
  return out;
}

function includesAll(a: PointsTo, b: PointsTo): boolean {
  let i = 0;
  for (const id of b) {
    while (i < a.length && a[i]! < id) i++;
    if (a[i] !== id) return false;
  }
  return true;
}

export function fromIds(ids: Iterable<number>): PointsTo {
  return [...new Set(ids)].sort((a, b) => a - b);
}
