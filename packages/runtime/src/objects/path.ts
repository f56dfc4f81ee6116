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
