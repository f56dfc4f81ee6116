/** Writes `$.users[3].socket` from the keys that lead to an object. */
export function formatPath(keys: readonly PropertyKey[]): string {
  let path = "$";
  for (const key of keys) {
    if (typeof key === "symbol") path += `[${String(key)}]`;
    else if (/^(?:0|[1-9]\d*)$/.test(String(key))) path += `[${String(key)}]`;
    else if (/^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(String(key))) path += `.${String(key)}`;
    else path += `[${JSON.stringify(key)}]`;
  }
  return path;
}
