/**
 * The methods that change the hidden state of built-in objects, by the base of their kind. A handle checks them as
 * writes; freezing shadows those of classes that can be frozen.
 */
export const mutators: Record<string, RegExp | undefined> = {
  Map: /^(set|delete|clear|getOrInsert.*)$/,
  Set: /^(add|delete|clear)$/,
  Date: /^set/,
  RegExp: /^compile$/,
  TypedArray: /^(set|setFrom.*|fill|sort|reverse|copyWithin|write.*|swap\d+)$/,
  DataView: /^set/,
  ArrayBuffer: /^(resize|transfer.*)$/,
};
