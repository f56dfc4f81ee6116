/** What the language converts an object to where it wants a number or a string; other values as they are. */
export function primitive(value: unknown, hint: "number" | "string"): unknown {
  if (typeof value !== "object" || value === null) return value;
  const convert: unknown = Reflect.get(value, Symbol.toPrimitive);
  return typeof convert === "function"
    ? Reflect.apply(convert, value, [hint])
    : Date.prototype[Symbol.toPrimitive].call(value as Date, hint);
}
