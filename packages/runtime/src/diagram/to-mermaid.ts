import { pictureOf } from "./draw/compose.js";
import {
  edgeLooks,
  frameFills,
  frameStroke,
  highlightColour,
  markColours,
  nodeLooks,
  reachedColour,
} from "./draw/palette.js";
import { beginning } from "./cut.js";
import { indentOf } from "./draw/indent.js";
import { targetsOf } from "./draw/reach.js";
import { addTo } from "./multimap.js";
import { wellFormed } from "./draw/well-formed.js";
import type { DrawOptions } from "./draw/options.js";
import type { Drawable, Frame, Picture, PictureEdge, PictureNode } from "./draw/picture.js";

/**
 * A diagram in the language of Mermaid, which GitHub, GitLab, VitePress plugins and many editors draw.
 *
 * @param drawable what `snapshot`, `snapshotOf` or `diff` returned
 * @param options what to show, and how
 * @returns the text of a `flowchart`; the same for the same snapshot
 * @example
 * ```ts
 * writeFileSync("jobs.md", "```mermaid\n" + toMermaid(snapshot({ jobs })) + "\n```\n");
 * ```
 */
export function toMermaid(drawable: Drawable, options: DrawOptions = {}): string {
  const picture = pictureOf(drawable, options);
  return new MermaidText(picture).toString();
}

const shapes: Record<string, readonly [open: string, close: string]> = {
  variable: ["([", "])"],
  frozen: ["(", ")"],
  bridge: ["[\\", "/]"],
  cown: ["[[", "]]"],
  behaviour: ["{{", "}}"],
  borrow: [">", "]"],
  constant: ["[/", "/]"],
};

const arrows: Record<string, string> = {
  owns: "==>",
  holds: "==>",
  illegal: "==>",
  refused: "==>",
  borrow: "-.->",
  handle: "-.->",
  raw: "-.->",
  dead: "-.->",
  waits: "-.->",
};

const shapeNames: Record<string, string> = {
  variable: "round ends",
  local: "box",
  object: "box",
  bridge: "trapezium",
  frozen: "round corners",
  constant: "slanted",
  cown: "double edges",
  behaviour: "hexagon",
  borrow: "flag",
  "dead handle": "dashed box",
  fold: "dashed box",
};

/** Ink on tints is legible on pages of either kind. */
const INK = "color:#1b1f24";

class MermaidText {
  readonly #picture: Picture;
  readonly #ids = new Map<string, string>();
  readonly #lines: string[] = [];
  readonly #classes = new Map<string, string[]>();

  constructor(picture: Picture) {
    this.#picture = picture;
    const { title, description, nodes, frames, edges, direction } = picture;
    // Mermaid writes a title on one line; the description has all of it
    if (title !== undefined)
      this.#lines.push("---", `title: ${JSON.stringify(wellFormed(beginning(title, 90)))}`, "---");
    this.#lines.push(direction === "right" ? "flowchart LR" : "flowchart TB");
    this.#lines.push(
      `  accTitle: ${oneLine(title ?? "Objects, regions and cowns")}`,
      `  accDescr: ${oneLine(description)}`,
    );
    this.#frames(frames);
    for (const node of nodes) this.#node(node, "  ");
    for (const edge of edges) this.#edge(edge);
    this.#legend();
    this.#styles(edges);
  }

  toString(): string {
    return this.#lines.join("\n");
  }

  #idOf(id: string, prefix: string): string {
    const known = this.#ids.get(prefix + id);
    if (known !== undefined) return known;
    const made = `${prefix}${this.#ids.size + 1}`;
    this.#ids.set(prefix + id, made);
    return made;
  }

  #frames(frames: readonly Frame[]): void {
    let depth = 0;
    const closeTo = (level: number): void => {
      while (depth > level) this.#lines.push(`${indentOf(--depth)}end`);
    };
    for (const { id, look, depth: level, title, mark, nodes } of frames) {
      closeTo(level);
      const indent = indentOf(depth++);
      const name = this.#idOf(id, "r");
      this.#lines.push(`${indent}subgraph ${name}["${escape(title)}"]`);
      for (const node of nodes) this.#node(node, `${indent}  `);
      addTo(this.#classes, `${look}Frame${level % frameFills[look]!.length}`, name);
      if (mark !== undefined) addTo(this.#classes, mark, name);
    }
    closeTo(0);
  }

  #node({ id, look, title, lines, mark, isHighlighted, isReached }: PictureNode, indent: string): void {
    const name = this.#idOf(id, "n");
    const [open, close] = shapes[look] ?? ["[", "]"];
    const signs = `${isHighlighted ? "★ " : ""}${isReached ? "◆ " : ""}`;
    const text = [`<b>${escape(signs + title)}</b>`, ...lines.map(escape)].join("<br/>");
    this.#lines.push(`${indent}${name}${open}"${text}"${close}`);
    addTo(this.#classes, className(look), name);
    if (isReached) addTo(this.#classes, "reached", name);
    if (isHighlighted) addTo(this.#classes, "highlighted", name);
    if (mark !== undefined) addTo(this.#classes, mark, name);
  }

  #edge({ from, to, look, lines }: PictureEdge): void {
    const label = lines.length === 0 ? "" : `|"${lines.map(escape).join("<br/>")}"|`;
    this.#lines.push(`  ${this.#idOf(from, "n")} ${arrows[look] ?? "-->"}${label} ${this.#idOf(to, "n")}`);
  }

  #legend(): void {
    const { legend } = this.#picture;
    if (legend.length === 0) return;
    const rows = legend.map(({ look, sign, text }) => {
      // as much as fits on a line
      const [name] = text.split(/[:,(]/);
      return `${escape(sign === "" ? `${shapeNames[look]!}:` : sign)} ${escape(name!.trim())}`;
    });
    this.#lines.push('  subgraph legend["legend"]', `    legendText["${rows.join("<br/>")}"]`, "  end");
    const last = deepest(this.#picture.edges);
    // below everything else, or all frames beside it would be stretched
    if (last !== undefined) this.#lines.push(`  ${this.#idOf(last, "n")} ~~~ legendText`);
    addTo(this.#classes, "legendFrame", "legend");
    addTo(this.#classes, "legendText", "legendText");
  }

  #styles(edges: readonly PictureEdge[]): void {
    for (const [name, ids] of this.#classes) {
      this.#lines.push(`  classDef ${name} ${classStyle(name)}`, `  class ${ids.join(",")} ${name}`);
    }
    const byStyle = new Map<string, number[]>();
    edges.forEach((edge, index) => {
      addTo(byStyle, edgeStyle(edge), index);
    });
    for (const [style, indices] of byStyle) this.#lines.push(`  linkStyle ${indices.join(",")} ${style}`);
  }
}

/** What is farthest from where the arrows start. */
function deepest(edges: readonly PictureEdge[]): string | undefined {
  const targets = new Set(edges.map(({ to }) => to));
  const order = new Set(edges.map(({ from }) => from).filter((id) => !targets.has(id)));
  const next = targetsOf(edges);
  for (const id of order) for (const to of next.get(id) ?? []) order.add(to);
  return [...order].at(-1);
}

function className(look: string): string {
  return look === "dead handle" ? "deadHandle" : look;
}

function classStyle(name: string): string {
  const frame = /^(\w+)Frame(\d+)$/.exec(name);
  if (frame !== null) return `fill:${frameFills[frame[1]!]![Number(frame[2])]!},stroke:${frameStroke},${INK}`;
  if (name === "legendFrame") return `fill:#ffffff,stroke:${frameStroke},${INK}`;
  if (name === "legendText") return `fill:#ffffff,stroke:#ffffff,${INK},text-align:left`;
  if (name === "reached") return `stroke:${reachedColour},stroke-width:3px`;
  if (name === "highlighted") return `stroke:${highlightColour},stroke-width:4px`;
  const colour = markColours[name];
  if (colour !== undefined)
    return `stroke:${colour},stroke-width:${name === "error" ? 4 : 3}px${name === "removed" ? ",stroke-dasharray:6 4" : ""}`;
  const { fill, stroke, dashed } = nodeLooks[name === "deadHandle" ? "dead handle" : name]!;
  return `fill:${fill},stroke:${stroke},${INK}${dashed === true ? ",stroke-dasharray:5 4" : ""}`;
}

function edgeStyle({ look, mark, isReached, blocks }: PictureEdge): string {
  const { stroke, width } = edgeLooks[look]!;
  if (mark !== undefined) return `stroke:${markColours[mark]!},stroke-width:${mark === "error" ? 4 : 3}px`;
  return `stroke:${isReached ? reachedColour : stroke},stroke-width:${blocks ? Math.max(width, 3) : width}px`;
}

/** Nothing in a label can be taken for a part of the diagram: all but letters, digits and harmless signs goes as a number. */
function escape(text: string): string {
  return wellFormed(text).replace(/[^\p{L}\p{N} .,·…×−◆★✗┄╍─━▶=/+-]/gu, (sign) => `#${sign.codePointAt(0)!};`);
}

/** For lines that Mermaid reads to their end. */
function oneLine(text: string): string {
  return wellFormed(text).replace(/[#;{}%]/g, " ");
}
