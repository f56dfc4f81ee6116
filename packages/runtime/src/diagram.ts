export { diff, type Changes, type Diff } from "./diagram/diff.js";
export { snapshot } from "./diagram/snapshot.js";
export { snapshotErrors, snapshotOf } from "./diagram/snapshot-of.js";
export { toDot } from "./diagram/to-dot.js";
export { toMermaid } from "./diagram/to-mermaid.js";
export { toSvg, type Renderer, type SvgOptions } from "./diagram/to-svg.js";
export type { Drawable } from "./diagram/draw/picture.js";
export type { DrawOptions } from "./diagram/draw/options.js";
export type * from "./diagram/types.js";
