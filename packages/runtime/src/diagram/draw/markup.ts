import { wellFormed } from "./well-formed.js";

const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** A text as XML, and as the labels of Graphviz, which are like that, have it. */
export function escapeMarkup(text: string): string {
  return wellFormed(text).replace(/[&<>"']/g, (sign) => entities[sign]!);
}
