/** How a part of a diagram stands out: it is at fault, or it differs between two snapshots. */
export type Mark = "error" | "added" | "removed" | "changed";

interface NodeBase {
  /** The path by which the node was first reached from the roots: the same in every run of the same program. */
  readonly id: string;
  readonly mark?: Mark;
}

/** A variable of the program: one of the roots that `snapshot` was given. */
export interface VariableNode extends NodeBase {
  readonly kind: "variable";
  readonly name: string;
  /** Its value, when that is a primitive. */
  readonly value?: string;
}

/** One object, where it belongs. */
export interface ObjectNode extends NodeBase {
  /** `bridge`: the entry object of a region; `object`: any other mutable object; `frozen`: deeply immutable; `constant`: a function, class or built-in object, shared by everybody. */
  readonly kind: "object" | "bridge" | "frozen" | "constant";
  /** `Array(3)`, `Map(2)`, or the name of the class. */
  readonly type: string;
  /** The id of the region that owns it; undefined for what is local or shared. */
  readonly region?: string;
  /** The first of its fields that hold primitives, as text. */
  readonly fields: readonly (readonly [name: string, value: string])[];
  /** How many more there are. */
  readonly moreFields?: number;
  /** Its region does not reach it any more; a handle still does. */
  readonly unreachable?: true;
}

export interface CownNode extends NodeBase {
  readonly kind: "cown";
  readonly name?: string;
  readonly state: "released" | "acquired" | "pending";
  /** What it holds, when that is a primitive or lives in shared memory. */
  readonly value?: string;
  /** How many wait for it. */
  readonly waiting: number;
  /** Other threads have it, too: what is shown is what this thread knows. */
  readonly shared?: true;
}

/** A behaviour, or another user of cowns: `acquire`, or a borrow from before a region was given to its cown. */
export interface BehaviourNode extends NodeBase {
  readonly kind: "behaviour";
  readonly by: "when" | "acquire" | "borrow";
  readonly state: "holding" | "waiting";
  /** Where it was asked for, when sites are recorded. */
  readonly site?: string;
}

/** A counted borrow that none of the roots leads to: some other part of the program has it. */
export interface BorrowNode extends NodeBase {
  readonly kind: "borrow";
  readonly site?: string;
}

/** A handle that has ended. What it stood for is not shown. */
export interface DeadHandleNode extends NodeBase {
  readonly kind: "dead handle";
  /** The name of its region. */
  readonly region?: string;
  /** Why it ended: "it was moved". */
  readonly because: string;
  readonly site?: string;
}

export type DiagramNode = VariableNode | ObjectNode | CownNode | BehaviourNode | BorrowNode | DeadHandleNode;

/**
 * - `reference`: an ordinary one, between local objects or inside one region
 * - `owns`: the one reference by which a region or cown owns a region
 * - `handle`: from outside into a region, not counted; ends when the region is moved or closed
 * - `borrow`: from outside into a region, counted: the region cannot be moved until it ends
 * - `shared`: to what everybody may refer to: frozen objects, cowns, constants
 * - `raw`: past the handles, from before the object was adopted; the runtime cannot see what is done through it
 * - `illegal`: written past the handles, and against the rules
 * - `refused`: what an error is about: there is no such reference
 * - `dead`: from a handle that has ended to the region that it belonged to
 * - `holds`, `waits`: between a behaviour and a cown
 */
export type EdgeKind =
  "reference" | "owns" | "handle" | "borrow" | "shared" | "raw" | "illegal" | "refused" | "dead" | "holds" | "waits";

export interface DiagramEdge {
  readonly from: string;
  readonly to: string;
  readonly kind: EdgeKind;
  /** The field; for a behaviour: how the cown is wanted (`write`, `read`). */
  readonly label: string;
  /** Where the borrow was made, when sites are recorded. */
  readonly site?: string;
  /** It keeps a region from being moved, or others from getting a cown. */
  readonly blocks?: true;
  /** The place in the queue of a cown: 1 is next. */
  readonly position?: number;
  readonly mark?: Mark;
}

export interface DiagramRegion {
  readonly id: string;
  readonly name?: string;
  readonly state: "open" | "closed";
  /** 1 for the owner, plus the borrows. */
  readonly borrowCount: number;
  readonly openSubregions: number;
  /** How many objects the region counts, its bridge included. */
  readonly size: number;
  readonly dirty: boolean;
  /** The id of the bridge's node. */
  readonly bridge: string;
  /** The id of the region around it. */
  readonly parent?: string;
  /** The id of the cown that owns it. */
  readonly cown?: string;
  readonly mark?: Mark;
}

/** What `snapshot` returns: plain data, which can be kept, compared and sent as JSON. */
export interface Snapshot {
  /** What is at fault, for the snapshot of an error. */
  readonly title?: string;
  readonly nodes: readonly DiagramNode[];
  readonly edges: readonly DiagramEdge[];
  readonly regions: readonly DiagramRegion[];
}
