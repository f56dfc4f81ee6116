/**
 * What handles and freezing have to know of the methods of built-in classes with hidden state, by the base of the
 * object's kind. A method that is not listed reads.
 */
export interface NativeMethods {
  /** Change the hidden state: checked as writes by handles; shadowed by freezing where the class can be frozen. */
  readonly changing?: RegExp;
  /** Ask the object for properties as any code would, and see nothing hidden: run on the handle. */
  readonly generic?: RegExp;
  /** Convert what they are given, by code of the user if it is an object. */
  readonly numeric?: RegExp;
}

export const nativeMethods: Record<string, NativeMethods | undefined> = {
  Map: { changing: /^(set|delete|clear|getOrInsert.*)$/ },
  Set: { changing: /^(add|delete|clear)$/ },
  Date: { changing: /^set/, numeric: /^set/, generic: /^(toJSON|Symbol\(Symbol.toPrimitive\))$/ },
  RegExp: { changing: /^compile$/, generic: /^(test|toString|flags|Symbol\(.*)$/ },
  Error: { generic: /^/ },
  String: { generic: /^(?!toString$|valueOf$)/ },
  Number: { numeric: /^to(String|Fixed|Exponential|Precision)$/ },
  BigInt: { numeric: /^toString$/ },
  TypedArray: {
    changing: /^(set|setFrom.*|fill|sort|reverse|copyWithin|write.*|swap\d+)$/,
    numeric: /^(fill|copyWithin|at|with|subarray|slice)$/,
    generic: /^toString$/,
  },
  DataView: { changing: /^set/, numeric: /^/ },
  ArrayBuffer: { changing: /^(resize|transfer.*)$/, numeric: /^/ },
};
