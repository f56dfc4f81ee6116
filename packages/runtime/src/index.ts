export { RegionError, type RegionErrorCode } from "./errors.js";
export { borrow } from "./operations/borrow.js";
export { borrowCount } from "./operations/borrow-count.js";
export { checkInvariant } from "./operations/check-invariant.js";
export { close } from "./operations/close.js";
export { configure } from "./operations/configure.js";
export { Cown } from "./operations/cown.js";
export { cownInfo } from "./operations/cown-info.js";
export { dissolve } from "./operations/dissolve.js";
export { freeze } from "./operations/freeze.js";
export { getFreezable } from "./operations/get-freezable.js";
export { isClosed } from "./operations/is-closed.js";
export { isFreezable } from "./operations/is-freezable.js";
export { isFrozen } from "./operations/is-frozen.js";
export { isRegion } from "./operations/is-region.js";
export { merge } from "./operations/merge.js";
export { move } from "./operations/move.js";
export { parentOf } from "./operations/parent-of.js";
export { quiesce } from "./operations/quiesce.js";
export { read } from "./operations/read.js";
export { Region } from "./operations/region.js";
export { registerType } from "./operations/register-type.js";
export { regionInfo } from "./operations/region-info.js";
export { regionOf } from "./operations/region-of.js";
export { setFreezable } from "./operations/set-freezable.js";
export { thaw } from "./operations/thaw.js";
export { validate } from "./operations/validate.js";
export { when } from "./operations/when.js";
export { preFreeze } from "./freeze/hooks.js";
export type { Settings } from "./settings.js";
export type {
  Acquired,
  AcquiredForReading,
  AcquiredOf,
  AcquireOptions,
  Borrowed,
  CownInfo,
  CownLike,
  CownUse,
  Freezability,
  Frozen,
  ReadCown,
  RegionBrand,
  RegionInfo,
  RegionOptions,
  Thawed,
  TypeTraits,
} from "./types.js";
