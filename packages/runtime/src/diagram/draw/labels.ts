import type { DiagramEdge, DiagramRegion, EdgeKind, Mark } from "../types.js";
import { ending, NAME } from "../cut.js";
import type { DrawnNode } from "./drawn-node.js";

/** As much of a path, a message or a field as fits on a line. */
const WIDTH = NAME;

const marks: Record<Mark, string> = { error: "✗ ERROR", added: "+ ADDED", removed: "− REMOVED", changed: "~ CHANGED" };

/** What a node says: never by its colour alone. */
export function nodeText(
  node: DrawnNode,
  regions?: ReadonlyMap<string, DiagramRegion>,
): { readonly title: string; readonly lines: readonly string[] } {
  const { title, lines } = textOf(node, regions);
  const mark = "mark" in node ? [marks[node.mark]] : [];
  // what is called nothing is still to be seen
  return { title: title === "" ? '""' : end(title), lines: [...mark, ...lines] };
}

function textOf(node: DrawnNode, regions?: ReadonlyMap<string, DiagramRegion>): { title: string; lines: string[] } {
  switch (node.kind) {
    case "variable":
      return { title: node.value === undefined ? node.name : `${node.name} = ${node.value}`, lines: [] };
    case "bridge": {
      const region = regions?.get(node.region ?? "");
      return {
        title: node.id,
        lines: ["BRIDGE", ...contentLines(node), ...(region === undefined ? [] : countLines(region))],
      };
    }
    case "object":
      return { title: node.id, lines: [...(node.unreachable === true ? ["UNREACHABLE"] : []), ...contentLines(node)] };
    case "frozen":
      return { title: node.id, lines: ["FROZEN", ...contentLines(node)] };
    case "constant":
      return { title: node.type, lines: ["SHARED CONSTANT"] };
    case "cown":
      return {
        title: node.name === undefined ? node.id : `cown "${node.name}"`,
        lines: [
          `COWN · ${node.state.toUpperCase()}`,
          ...(node.value === undefined ? [] : [`value: ${node.value}`]),
          ...(node.waiting > 0 ? [`queue: ${node.waiting} waiting`] : []),
          ...(node.shared === true ? ["shared with other threads"] : []),
        ],
      };
    case "behaviour":
      return { title: node.id, lines: [node.state.toUpperCase(), ...siteLines(node.site)] };
    case "borrow":
      return { title: "borrow", lines: ["has not ended", ...siteLines(node.site)] };
    case "dead handle":
      return {
        title: "dead handle",
        lines: [
          node.region === undefined ? "of a region" : `of region "${end(node.region)}"`,
          ...wrap(node.because),
          ...siteLines(node.site),
        ],
      };
    case "fold":
      return {
        title: `… ${node.count} more`,
        lines: [...(node.regions > 0 ? [`in ${count(node.regions, "region")}`] : []), ...node.types],
      };
  }
}

function contentLines({
  type,
  fields,
  moreFields = 0,
}: {
  type: string;
  fields: readonly (readonly [string, string])[];
  moreFields?: number;
}): string[] {
  const texts = fields.map(([name, value]) => (name === "" ? value : `${name}: ${value}`));
  const all = [...texts, ...(moreFields > 0 ? [`… ${moreFields} more`] : [])];
  const whole = all.length === 0 ? type : `${type} { ${all.join(", ")} }`;
  // a field stays on one line, if it can
  return whole.length <= WIDTH
    ? [whole]
    : [
        type,
        ...pack(
          all.map((field, i) => (i < all.length - 1 ? `${field},` : field)),
          WIDTH,
        ),
      ];
}

function countLines({ borrowCount, openSubregions, size, dirty }: DiagramRegion): string[] {
  const counts = [`borrow count ${borrowCount}`, ...(openSubregions > 0 ? [`open subregions ${openSubregions}`] : [])];
  return [counts.join(" · "), ...(dirty ? [`${count(size, "object")} · DIRTY`] : [count(size, "object")])];
}

export const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? "" : "s"}`;

/** The title of a region's frame. */
export function regionText({ name, bridge, state, mark }: DiagramRegion): string {
  const known = name === undefined ? `region of ${end(bridge)}` : `region "${end(name)}"`;
  return `${mark === undefined ? "" : `${marks[mark]} · `}${known} · ${state.toUpperCase()}`;
}

const tags: Record<EdgeKind, string> = {
  reference: "",
  owns: "owns",
  handle: "handle",
  borrow: "borrow",
  shared: "",
  raw: "RAW",
  illegal: "ILLEGAL",
  refused: "REFUSED",
  dead: "was of",
  holds: "holds",
  waits: "waits",
};

const signs: Record<Mark, string> = { error: "✗ ERROR ·", added: "+", removed: "−", changed: "~" };

/** What an edge says, line by line. */
export function edgeText({ kind, label, site, blocks, position, mark }: DiagramEdge): string[] {
  const place = position === undefined ? "" : ` #${position}`;
  const use = kind === "holds" || kind === "waits" ? `${tags[kind]}${place} (${label})` : undefined;
  const words = [...(use === undefined ? [end(label), tags[kind]] : [use]), blocks === true ? "BLOCKS" : ""];
  const line = `${mark === undefined ? "" : signs[mark]} ${words.filter((word) => word !== "").join(" · ")}`
    .trim()
    .replace(/ ·$/, "");
  return [line, ...siteLines(site)].filter((text) => text !== "");
}

/** The file's name is enough to recognise a place. */
function siteLines(site: string | undefined): string[] {
  return site === undefined ? [] : [`at ${end(site.replace(/^.*[\\/]/, ""))}`];
}

function end(text: string): string {
  return ending(text, WIDTH);
}

/** Breaks a text between words, none of which is longer than a line. */
export function wrap(text: string, width = WIDTH): string[] {
  return pack(text.split(" "), width);
}

/** As many parts on each line as have room there. */
function pack(parts: readonly string[], width: number): string[] {
  const lines: string[] = [];
  for (const part of parts) {
    const last = lines.at(-1);
    if (part.length > width && part.includes(" ")) lines.push(...wrap(part, width));
    else if (last !== undefined && last.length + part.length < width) lines[lines.length - 1] = `${last} ${part}`;
    else lines.push(ending(part, width));
  }
  return lines;
}
