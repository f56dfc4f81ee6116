// Changing what is frozen, by copies
// thaw() gives the frozen value as if it could be changed. What is never written stays shared between the versions. There is no mistake in
// this program.

import { freeze, thaw } from "regions-runtime";

const before = freeze({ user: { name: "Ada", address: { town: "London" } }, todos: ["read"] });

const draft = thaw(before, { name: "draft" });
draft.user.address.town = "Paris";
const after = freeze(draft);

console.log(before.user.address.town, after.user.address.town); // London Paris
console.log(after.todos === before.todos); // true
