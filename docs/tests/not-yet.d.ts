// What pages speak of already and the packages do not export yet. A test fails as soon as one of these exists.
import type { Frozen, Region } from "regions-runtime";

type Thawed<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer E)[] ? E[] : Thawed<T[K]> };

declare module "regions-runtime" {
  export function thaw<T extends object>(frozen: Frozen<T>): Region<Thawed<T>>;
}
