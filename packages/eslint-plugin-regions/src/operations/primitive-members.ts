/** Names that strings, numbers and other primitives have: reading one does not show that a value is an object. */
const members = new Set(
  [String.prototype, Number.prototype, Boolean.prototype, BigInt.prototype, Symbol.prototype].flatMap((prototype) =>
    Object.getOwnPropertyNames(prototype),
  ),
);

export function isPrimitiveMember(name: string): boolean {
  return members.has(name) || (name.charCodeAt(0) >= 48 && name.charCodeAt(0) <= 57);
}
