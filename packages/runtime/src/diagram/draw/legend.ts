import type { LegendRow, PictureEdge, PictureNode } from "./picture.js";

const nodeRows: Record<string, string> = {
  variable: "variable",
  local: "local object: no region owns it",
  object: "object, inside a region",
  bridge: "bridge: the entry object of a region",
  frozen: "frozen: immutable, anybody may refer to it",
  constant: "function or class: shared by everybody",
  cown: "cown: owns its content, for one behaviour at a time",
  behaviour: "behaviour, or another user of a cown: HOLDING or WAITING",
  borrow: "borrow: it has not ended",
  "dead handle": "dead handle: it has ended",
  fold: "more: objects that are not drawn",
};

const edgeRows: Record<string, readonly [sign: string, text: string]> = {
  reference: ["──▶", "reference"],
  owns: ["━━▶", "owns (thick): the one owning reference"],
  shared: ["──▶", "to what is shared"],
  handle: ["┄┄▶", "handle: not counted, ends when its region moves or closes"],
  borrow: ["╍╍▶", "borrow BLOCKS: counted, the region cannot be moved or closed"],
  raw: ["┄┄▶", "RAW: past the handle, nobody checks it"],
  illegal: ["━━▶", "ILLEGAL: written past the handle, against the rules"],
  refused: ["━━▶", "REFUSED: the error is about this reference"],
  dead: ["┄┄▶", "was of: the region of a dead handle"],
  holds: ["━━▶", "holds the cown"],
  waits: ["╍╍▶", "waits for the cown, # in its queue"],
};

const markRows: Record<string, readonly [sign: string, text: string]> = {
  error: ["✗", "ERROR: at fault"],
  added: ["+", "ADDED since"],
  removed: ["−", "REMOVED since"],
  changed: ["~", "CHANGED since"],
};

/** Explains what occurs, and nothing else. */
export function legendFor(nodes: readonly PictureNode[], edges: readonly PictureEdge[]): LegendRow[] {
  const looks = new Set(nodes.map(({ look }) => look as string));
  const kinds = new Set(edges.map(({ look }) => look as string));
  const marks = new Set([...nodes, ...edges].map(({ mark }) => mark as string | undefined));
  const pick = (rows: typeof edgeRows, used: ReadonlySet<string | undefined>): LegendRow[] =>
    Object.entries(rows).flatMap(([look, [sign, text]]) => (used.has(look) ? [{ look, sign, text }] : []));
  return [
    ...Object.entries(nodeRows).flatMap(([look, text]) => (looks.has(look) ? [{ look, sign: "", text }] : [])),
    ...pick(edgeRows, kinds),
    ...pick(markRows, marks),
    ...(nodes.some(({ isReached }) => isReached)
      ? [{ look: "reached", sign: "◆", text: "REACHED (from what was asked for)" }]
      : []),
    ...(nodes.some(({ isHighlighted }) => isHighlighted)
      ? [{ look: "highlighted", sign: "★", text: "pointed out" }]
      : []),
  ];
}
