/** Writes `$.users[3].socket` from the keys that lead to an object. */
export function formatPath(keys: readonly PropertyKey[]): string {
  let path = "$";
  for (const key of keys) {
    const text = String(key);
    if (typeof key === "symbol" || /^\d+$/.test(text)) path += `[${text}]`;
    else path += /^[\w$]+$/.test(text) ? `.${text}` : `[${JSON.stringify(text)}]`;
  }
  return path;
}

/** For messages: a path nobody would read to its end, without its middle. */
export function shorten(path: string): string {
  return path.length > 200 ? `${path.slice(0, 100)} … ${path.slice(-100)}` : path;
}
