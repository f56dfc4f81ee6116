import { pictureOf } from "./draw/compose.js";
import { wrap } from "./draw/labels.js";
import {
  edgeLooks,
  frameFills,
  frameStroke,
  highlightColour,
  ink,
  markColours,
  muted,
  nodeLooks,
  paper,
  reachedColour,
} from "./draw/palette.js";
import { indentOf } from "./draw/indent.js";
import { escapeMarkup } from "./draw/markup.js";
import { wellFormed } from "./draw/well-formed.js";
import type { DrawOptions } from "./draw/options.js";
import type { Drawable, Frame, LegendRow, Picture, PictureEdge, PictureNode } from "./draw/picture.js";

/**
 * A diagram in DOT, the language of Graphviz.
 *
 * @param drawable what `snapshot`, `snapshotOf` or `diff` returned
 * @param options what to show, and how
 * @returns the text of a `digraph`; the same for the same snapshot
 * @example
 * ```ts
 * writeFileSync("jobs.dot", toDot(snapshot({ jobs }))); // then: dot -Tpdf jobs.dot
 * ```
 */
export function toDot(drawable: Drawable, options: DrawOptions = {}): string {
  return dotOf(pictureOf(drawable, options));
}

/** Its letters are wide: what is laid out for them has room for those of any other font. */
const FONT = 'fontname="Verdana"';

const shapes: Record<string, string> = {
  variable: "shape=ellipse",
  bridge: "shape=invtrapezium margin=0",
  cown: "shape=box peripheries=2",
  behaviour: "shape=hexagon",
  borrow: "shape=note",
  constant: "shape=tab",
};

export function dotOf(picture: Picture): string {
  const { title, nodes, frames, edges, legend, direction } = picture;
  const names = new Names();
  return [
    "digraph regions {",
    `  graph [${FONT} fontsize=13 fontcolor="${ink}" bgcolor="${paper}" rankdir=${direction === "right" ? "LR" : "TB"} ranksep=0.55 nodesep=0.35 remincross=false pad=0.25 labelloc=t${title === undefined ? "" : ` label=<${rows(wrap(title, 90))}>`}]`,
    `  node [${FONT} fontsize=10 fontcolor="${ink}" shape=box style=filled margin="0.14,0.07"]`,
    `  edge [${FONT} fontsize=9 fontcolor="${ink}" arrowsize=0.8]`,
    ...frameLines(frames, names),
    ...nodes.map((node) => `  ${nodeLine(node, names)}`),
    ...edges.map((edge) => `  ${edgeLine(edge, names)}`),
    ...legendLines(legend, names),
    "}",
    "",
  ].join("\n");
}

/** The ids as DOT can carry them, still one for each. */
class Names {
  readonly #names = new Map<string, string>();
  readonly #taken = new Set<string>();

  of(id: string): string {
    const name = this.#names.get(id) ?? this.next(id);
    this.#names.set(id, name);
    return name;
  }

  /** A name that nothing else has. */
  next(like: string): string {
    let name = wellFormed(like);
    while (this.#taken.has(name)) name += " ";
    this.#taken.add(name);
    return quote(name);
  }
}

function frameLines(frames: readonly Frame[], names: Names): string[] {
  const lines: string[] = [];
  let depth = 0;
  const closeTo = (level: number): void => {
    while (depth > level) lines.push(`${indentOf(--depth)}}`);
  };
  for (const frame of frames) {
    closeTo(frame.depth);
    const indent = indentOf(depth++);
    lines.push(
      `${indent}subgraph ${names.next(`cluster ${frame.id}`)} {`,
      `${indent}  ${frameStyle(frame)}`,
      ...frame.nodes.map((node) => `${indent}  ${nodeLine(node, names)}`),
    );
  }
  closeTo(0);
  return lines;
}

function frameStyle({ look, depth, title, mark }: Frame): string {
  const fills = frameFills[look]!;
  const stroke = mark === undefined ? frameStroke : markColours[mark]!;
  return `graph [label=<<b>${escapeMarkup(title)}</b>> labeljust=l fontsize=11 style="filled,rounded" fillcolor="${fills[depth % fills.length]!}" color="${stroke}" penwidth=${mark === undefined ? 1 : 3} margin=12]`;
}

function nodeLine({ id, look, title, lines, mark, isHighlighted, isReached }: PictureNode, names: Names): string {
  const { fill, stroke, dashed } = nodeLooks[look]!;
  const colour =
    mark !== undefined ? markColours[mark]! : isHighlighted ? highlightColour : isReached ? reachedColour : stroke;
  const width = mark === "error" || isHighlighted ? 4 : mark !== undefined || isReached ? 3 : 1.2;
  const signs = `${isHighlighted ? "★ " : ""}${isReached ? "◆ " : ""}`;
  const text = [`<b>${escapeMarkup(signs + title)}</b>`, ...lines.map(escapeMarkup)].join("<br/>");
  const style = [
    "filled",
    ...(look === "frozen" ? ["rounded"] : []),
    ...(dashed === true || mark === "removed" ? ["dashed"] : []),
  ];
  const shape = shapes[look] === undefined ? "" : ` ${shapes[look]}`;
  return `${names.of(id)} [label=<${text}> tooltip=${quote(id)}${shape} style="${style.join(",")}" fillcolor="${fill}" color="${colour}" penwidth=${width}]`;
}

function edgeLine({ from, to, look, lines, blocks, mark, isReached }: PictureEdge, names: Names): string {
  const { stroke, width, line } = edgeLooks[look]!;
  const colour = mark !== undefined ? markColours[mark]! : isReached ? reachedColour : stroke;
  const penwidth = mark === "error" ? 4 : Math.max(width, mark !== undefined || blocks ? 3 : 0);
  const isLoud = mark !== undefined || blocks || look === "illegal" || look === "raw";
  // a little away from the line
  const text = rows(
    lines.map((text) => ` ${text}`),
    isLoud,
  );
  const label = lines.length === 0 ? "" : ` label=<${text}> fontcolor="${isLoud ? colour : ink}"`;
  return `${names.of(from)} -> ${names.of(to)} [style=${line} color="${colour}" penwidth=${penwidth}${label}]`;
}

/** A table, as Graphviz has no legend of its own. */
function legendLines(legend: readonly LegendRow[], names: Names): string[] {
  if (legend.length === 0) return [];
  const cells = legend.map(
    ({ look, sign, text }) => `<tr>${signCell(look, sign)}<td align="left">${escapeMarkup(text)}</td></tr>`,
  );
  return [
    `  subgraph ${names.next("cluster legend")} {`,
    `    graph [label=<<b>legend</b>> labeljust=l fontsize=11 style="filled,rounded" fillcolor="${paper}" color="${frameStroke}" margin=6]`,
    `    ${names.next("legend")} [class=legend shape=plaintext style="" margin=0 fontsize=9 label=<<table border="0" cellborder="0" cellspacing="3" cellpadding="1">${cells.join("")}</table>>]`,
    "  }",
  ];
}

function signCell(look: string, sign: string): string {
  const node = nodeLooks[look];
  if (sign === "" && node !== undefined) {
    const style = node.dashed === true ? ' style="dashed"' : look === "frozen" ? ' style="rounded"' : "";
    return `<td border="1" bgcolor="${node.fill}" color="${node.stroke}"${style} width="30"> </td>`;
  }
  const other: Record<string, string> = { ...markColours, reached: reachedColour, highlighted: highlightColour };
  const colour = edgeLooks[look]?.stroke ?? other[look] ?? muted;
  return `<td width="30"><font color="${colour}"><b>${escapeMarkup(sign)}</b></font></td>`;
}

function rows(lines: readonly string[], isBold = false): string {
  const text = lines.map(escapeMarkup).join("<br/>");
  return isBold ? `<b>${text}</b>` : text;
}

function quote(text: string): string {
  return `"${wellFormed(text).replace(/["\\]/g, "\\$&")}"`;
}
