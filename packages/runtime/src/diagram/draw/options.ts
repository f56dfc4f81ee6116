import type { DiagramNode } from "../types.js";

/** How a snapshot is drawn. */
export interface DrawOptions {
  /** Written above the diagram. */
  readonly title?: string;
  /** Explain the signs that occur: the default. */
  readonly legend?: boolean;
  /** More nodes than this are folded to "… 120 more": 40. What is at fault, has changed or blocks is shown first. */
  readonly maxNodes?: number;
  /** One object shows so many of those that it leads to: 6. */
  readonly maxChildren?: number;
  /** Draw regions inside the regions that own them: the default. Otherwise side by side. */
  readonly nested?: boolean;
  /** Draw a frame around all that is frozen, or around all cowns. */
  readonly group?: readonly ("frozen" | "cowns")[];
  /** Draw functions, classes and built-in objects, too. */
  readonly constants?: boolean;
  /** Leave nodes out. */
  readonly hide?: (node: DiagramNode) => boolean;
  /** The ids of nodes to point out. */
  readonly highlight?: readonly string[];
  /** The ids of nodes from which everything is marked that they reach: what would go with them, be frozen with them or leak with them. */
  readonly reach?: readonly string[];
  /** Which way most arrows point. */
  readonly direction?: "down" | "right";
}

export const defaults = { maxNodes: 40, maxChildren: 6 } as const;
