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

/** Waits for something that must fail with a RegionError of this code, and returns the error. */
export async function rejection(code: RegionErrorCode, promise: Promise<unknown>): Promise<RegionError> {
  const error: unknown = await promise.then(
    () => new Error(`expected ${code}, but the promise was fulfilled`),
    (reason: unknown) => reason,
  );
  return regionError(code, () => {
    throw error as Error;
  });
}
