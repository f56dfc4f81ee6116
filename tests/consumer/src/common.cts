// The same package through `require`, with the types of its CommonJS half.
import runtime = require("regions-runtime");

export const list: readonly number[] = runtime.freeze([1, 2, 3]);
export const region: runtime.Region<{ list: number[] }> = new runtime.Region({ list: [1] });
