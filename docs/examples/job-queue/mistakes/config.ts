import { freeze, type Frozen } from "regions-runtime";
import type { Config, Profile } from "../config.ts";

/** The configuration of the whole program, which nobody may change: it is frozen. */
export function loadConfig(profile: Profile): Frozen<Config> {
  const config: Config = { workers: 2, chunkBytes: 60_000, slowMs: 300, ignoredPaths: ["/health"] };
  const { ignoredPaths } = config;
  const shared = freeze(config);

  if (profile === "server") config.workers = 3; // ✗ no-mutate-frozen, throws TypeError
  if (profile === "monitored") ignoredPaths.push("/metrics"); // ✗ no-mutate-frozen, throws TypeError
  if (profile === "remote") bePatient(config); // ✗ no-mutate-frozen, throws TypeError
  return shared;
}

function bePatient(config: Config): void {
  config.slowMs *= 2;
}
