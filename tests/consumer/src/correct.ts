// Uses the published types as they are meant to be used. It compiles, and ESLint finds nothing in it.
import { borrow, freeze, isFrozen, move, Region, RegionError, type Frozen } from "regions-runtime";

interface Job {
  title: string;
  steps: string[];
}

export const settings: Frozen<{ retries: number; hosts: string[] }> = freeze({ retries: 3, hosts: ["a"] });
export const retries: number = settings.retries;
export const frozen: boolean = isFrozen(settings);

export function run(title: string): string {
  const job = new Region<Job>({ title, steps: [] }, { name: "job" });
  job.steps.push("started");
  const moved = move(job);
  const count: number = borrow(moved.steps, (steps) => steps.push("moved"));
  return `${moved.title}: ${count}`;
}

export function explain(error: unknown): string {
  if (error instanceof RegionError) return `${error.code} at ${error.path ?? "$"}`;
  throw error;
}
