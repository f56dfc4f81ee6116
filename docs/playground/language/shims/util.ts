// What ESLint and its parser use of node:util.
export const deprecate = <T>(deprecated: T): T => deprecated;
export const inspect = (value: unknown): string => String(value);
export const format = (...values: unknown[]): string => values.map(String).join(" ");
export const debuglog = () => () => undefined;
export const styleText = (_style: unknown, text: string): string => text;
export const stripVTControlCharacters = (text: string): string => text;
export const isDeepStrictEqual = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
export default { deprecate, inspect, format, debuglog, styleText, stripVTControlCharacters, isDeepStrictEqual };
