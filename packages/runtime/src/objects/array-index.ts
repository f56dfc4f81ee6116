/** Is this the name of an element? Names such as "-1", "1.5" and "4294967295" are those of other fields of an array. */
export function isArrayIndex(key: string): boolean {
  const index = Number(key) >>> 0;
  return String(index) === key && index !== 0xffff_ffff;
}
