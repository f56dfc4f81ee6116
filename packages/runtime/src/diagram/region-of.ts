import type { DiagramNode } from "./types.js";

/** The id of the region that owns a node. A dead handle only names the one that it was of. */
export function regionOf(node: DiagramNode): string | undefined {
  return "region" in node && node.kind !== "dead handle" ? node.region : undefined;
}
