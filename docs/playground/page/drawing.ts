import { diff, toSvg, type Snapshot } from "regions-runtime/diagram";
import { safeSvg } from "./safe-svg.ts";

/**
 * The object graph as SVG, with what has changed since the step before. The program that it is of may be a stranger's, from
 * a link: what could run is taken out.
 */
export async function draw(before: Snapshot | undefined, now: Snapshot, theme: "light" | "dark"): Promise<string> {
  return safeSvg(await toSvg(before === undefined ? now : diff(before, now), { theme }));
}
