import type { EdgeKind, Mark, Snapshot } from "../types.js";
import type { DrawnNode } from "./drawn-node.js";

/** How a node looks. */
export type NodeLook = DrawnNode["kind"] | "local";

export interface PictureNode {
  readonly id: string;
  readonly look: NodeLook;
  readonly title: string;
  readonly lines: readonly string[];
  readonly mark: Mark | undefined;
  readonly isHighlighted: boolean;
  readonly isReached: boolean;
}

export interface PictureEdge {
  readonly from: string;
  readonly to: string;
  readonly look: EdgeKind;
  readonly lines: readonly string[];
  readonly blocks: boolean;
  readonly mark: Mark | undefined;
  readonly isReached: boolean;
}

/** A frame around nodes, and around the deeper frames that follow it. */
export interface Frame {
  readonly id: string;
  readonly look: "local" | "region" | "frozen" | "cowns";
  readonly depth: number;
  readonly title: string;
  readonly mark: Mark | undefined;
  readonly nodes: readonly PictureNode[];
}

/** What is to be drawn, whatever draws it. */
export interface Picture {
  readonly title: string | undefined;
  /** The same in words, for those who cannot see it. */
  readonly description: string;
  /** In no frame. */
  readonly nodes: readonly PictureNode[];
  /** Each after the one that it stands in. */
  readonly frames: readonly Frame[];
  readonly edges: readonly PictureEdge[];
  readonly legend: readonly LegendRow[];
  readonly direction: "down" | "right";
}

/** What `toMermaid`, `toDot` and `toSvg` draw. */
export type Drawable = Snapshot | { readonly drawn: Snapshot };

/** One sign, and what it means. */
export interface LegendRow {
  /** The look of a node or edge. */
  readonly look: string;
  readonly sign: string;
  readonly text: string;
}
