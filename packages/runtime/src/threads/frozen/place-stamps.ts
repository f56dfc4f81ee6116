import { newStamps } from "../image/ordinals.js";

/** The numbers that frozen objects keep when they have been written into shared memory: they say where that was. */
export const placeStamps = /* @__PURE__ */ newStamps();
