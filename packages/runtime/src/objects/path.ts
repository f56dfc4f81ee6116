/** Writes one step of a path: `.users`, `[3]`, `["a b"]`, `[Symbol(x)]`. */
export function fieldSegment(key: PropertyKey): string {
  const text = String(key);
  if (typeof key === "symbol" || /^\d+$/.test(text)) return `[${text}]`;
  return /^[\w$]+$/.test(text) ? `.${text}` : `[${JSON.stringify(text)}]`;
}

/** For messages: a path nobody would read to its end, without its middle. */
export function shorten(path: string): string {
  return path.length > 200 ? `${path.slice(0, 100)} … ${path.slice(-100)}` : path;
}
