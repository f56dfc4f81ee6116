// @typescript-eslint/utils asks for ESLint's own rules and for its classes of before.
export const builtinRules = new Map();
export class LegacyESLint {}
export class FlatESLint {}
export default { builtinRules, LegacyESLint, FlatESLint };
