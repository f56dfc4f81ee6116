import { RegionError } from "../errors.js";
import { describe } from "./expect.js";
export function checkInvariant(...roots: object[]): void {
  void roots;
  void RegionError;
  void describe;
}
