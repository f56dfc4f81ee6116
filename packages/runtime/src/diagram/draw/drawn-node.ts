import type { DiagramNode } from "../types.js";

/** Stands for nodes that are not drawn. */
export interface FoldNode {
  readonly id: string;
  readonly kind: "fold";
  readonly count: number;
  /** Of what: `Object`, `Array(2)`, the most frequent first. */
  readonly types: readonly string[];
  /** How many regions they are of that have no frame, as nothing of them is drawn. */
  readonly regions: number;
  /** Around them is the frame of a region, or one of the others, or none. */
  readonly frame: string;
}

export type DrawnNode = DiagramNode | FoldNode;
