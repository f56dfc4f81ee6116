import DOMPurify from "dompurify";
import { toSvg, type Snapshot } from "regions-runtime/diagram";

/** The object graph as SVG. The program that it is of may be a stranger's, from a link: what could run is taken out. */
export async function draw(snapshot: Snapshot): Promise<string> {
  return DOMPurify.sanitize(await toSvg(snapshot), { USE_PROFILES: { svg: true, svgFilters: true } });
}
