import { expect } from "vitest";
import { RegionError, type RegionErrorCode } from "../src/index.js";

/** Runs something that must fail with a RegionError of this code, and returns the error. */
export function regionError(code: RegionErrorCode, run: () => unknown): RegionError {
  try {
    run();
  } catch (error) {
    expect(error).toBeInstanceOf(RegionError);
    expect((error as RegionError).code, (error as RegionError).message).toBe(code);
    return error as RegionError;
  }
  throw new Error(`expected ${code}, but nothing was thrown`);
}
