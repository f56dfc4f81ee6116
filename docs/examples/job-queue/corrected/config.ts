import { freeze, type Frozen } from "regions-runtime";
import type { Config, Profile } from "../config.ts";

/** The configuration of the whole program, which nobody may change: it is frozen when it is complete. */
export function loadConfig(profile: Profile): Frozen<Config> {
  const config: Config = { workers: 2, chunkBytes: 60_000, slowMs: 300, ignoredPaths: ["/health"] };

  if (profile === "server") config.workers = 3;
  if (profile === "monitored") config.ignoredPaths.push("/metrics");
  if (profile === "remote") bePatient(config);
  return freeze(config);
}

function bePatient(config: Config): void {
  config.slowMs *= 2;
}
