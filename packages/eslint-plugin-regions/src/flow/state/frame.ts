import type { TSESLint, TSESTree } from "@typescript-eslint/utils";
import type { Finding } from "../../findings/finding.js";
import type { FileIR, FunctionIR, Instruction, Temp, Variable } from "../../lower/ir.js";
import type { Signature } from "../../operations/signature.js";
import type { Declarations } from "../../tags/declarations.js";
import type { TaggedType } from "../../tags/tagged-types.js";
import type { Answers } from "../../particular/answer.js";
import type { Types } from "../../types/types.js";
import type { PathEffect, Summary } from "../../summaries/summary.js";
import type { AbstractObject, Kind, ObjectTable } from "./abstract-object.js";
import type { Call } from "./call-site.js";
import type { Operation } from "./facts.js";
import * as intMap from "./int-map.js";
import type { Liveness } from "../paths/liveness.js";
import type { PointsTo } from "./points-to.js";
import { NOTHING } from "./points-to.js";
import type { Cursor, State } from "./state.js";

/** A place where a function moves what it is given, and whether all that was seen to be given to it needs no move. */
export interface Move {
  readonly fn: FunctionIR;
  readonly isOfFrozen: boolean;
}

/** What the analysis of one file shares between its functions. */
export interface FileContext {
  readonly sourceCode: TSESLint.SourceCode;
  readonly ir: FileIR;
  readonly signatures: ReadonlyMap<string, Signature>;
  /** Names on the way to a signature: "Object", "Array.prototype". */
  readonly namespaces: ReadonlySet<string>;
  /** What JSDoc tags say of the functions of the file. */
  readonly tags: Declarations;
  /** The methods of classes of other modules that settings declare, by the path of the class. */
  readonly importedTypes: ReadonlyMap<string, TaggedType>;
  /** What the type checker knows, and the objects that it was asked about. */
  readonly types: Types | undefined;
  readonly typed: Set<AbstractObject>;
  readonly table: ObjectTable;
  readonly builtins: Builtins;
  /** Instances are shared, so that a fact can be told apart by its operation. */
  readonly operations: Map<TSESTree.Node, Map<string, Operation>>;
  readonly findings: Map<string, Finding>;
  /** The calls that wait until no behaviour runs. */
  readonly quiescing: Set<TSESTree.Node>;
  readonly constants: Constants;
  readonly posts: Posts;
  /** What helpers move of what they are given, by the place. */
  readonly moves: Map<TSESTree.Node, Move>;
  /** Variables that functions have effects on without naming them: what they do it to, helpers hand out. */
  readonly distant: Map<FunctionIR, Set<Variable>>;
  /** Types of the runtime by the names under which the file imports them. */
  readonly runtimeTypes: ReadonlyMap<string, string>;
  /** Interfaces and aliases of the file, and literals of other types, by the type; filled when the first is asked for. */
  readonly declarations: Map<string, TSESTree.Node>;
  /** The functions of which a caller can be in the file. */
  readonly called: ReadonlySet<FunctionIR>;
  /** The functions in which something can be frozen, moved or transferred. */
  readonly concerned: ReadonlySet<FunctionIR>;
  readonly summaryOf: (fn: FunctionIR) => Summary;
  /** What a function does when that much is known of what it is given; undefined: it is not looked at again. */
  readonly summaryFor: (fn: FunctionIR, answers: Answers) => Summary | undefined;
  readonly definitionsOf: (fn: FunctionIR) => Definitions["definitions"];
  /** Applies one callee of a call: built-in functions call functions of the file, and the reverse. */
  readonly applyCall: (frame: Frame, cursor: Cursor, call: Call) => PointsTo;
}

/** What the file is seen to post again: changes in between are on their way to the receiver. */
export interface Posts {
  /** Places that change something posted, which is posted once more after that. */
  readonly resent: Set<TSESTree.Node>;
  /** Variables of which functions post what they hold, whenever these are called. */
  readonly captured: Map<Variable, Set<FunctionIR>>;
}

/** The built-in objects that were asked for; undefined: there is none. */
export interface Builtins {
  /** By the path of what has them, and by name. */
  readonly members: Map<string, Map<string, AbstractObject | undefined>>;
  /** By the kind of an object, and by name. */
  readonly methods: Map<Kind, Map<string, AbstractObject | undefined>>;
  readonly variables: Map<Variable, AbstractObject | undefined>;
}

/** `setFreezable`, or `registerType` with traits; "unknown": it is registered in a way that cannot be read here. */
export type Freezability = "yes" | "no" | "explicit" | "unknown";

/** What variables that are written once hold, as far as that does not depend on control flow. */
export interface Constants {
  /** Functions and classes of the file, imports, built-ins, and names for them. */
  readonly objects: Map<Variable, AbstractObject>;
  readonly kinds: Map<Variable, Kind>;
  /** Functions in the object literal or class that a variable holds. */
  readonly members: Map<Variable, ReadonlyMap<string, AbstractObject>>;
  /** The class that a variable holds, and the methods of each. */
  readonly classes: Map<Variable, TSESTree.Node>;
  readonly methods: Map<TSESTree.Node, Map<string, AbstractObject>>;
  /** The class that each class of the file extends, those that leave the file, and what is said of their freezing. */
  readonly bases: Map<TSESTree.Node, TSESTree.Node>;
  readonly exportedClasses: Set<TSESTree.Node>;
  readonly freezability: Map<TSESTree.Node, Freezability>;
  /** The expressions that regions and cowns are made by, of variables that hold them for good. */
  readonly initial: Map<Variable, TSESTree.Node>;
  /** The variable of the class, of variables that hold an instance of it for good. */
  readonly instances: Map<Variable, Variable>;
  /** The calls of functions of the file that variables hold the results of for good. */
  readonly results: Map<Variable, ConstantCall>;
  /** The calls that freeze whatever is given to variables that are written more than once; undefined: it may be anything. */
  readonly frozen: Map<Variable, FreezingCall | undefined>;
  /** The declared methods of what variables hold for good. */
  readonly types: Map<Variable, TaggedType>;
}

/** A call of which the result is frozen. */
export interface FreezingCall {
  readonly node: TSESTree.Node;
  /** The expression for what it freezes. */
  readonly subject: TSESTree.Node;
  readonly fact: "frozen" | "frozenShallow";
}

/** A call of a function of the file that means the same wherever it is looked at from. */
export interface ConstantCall {
  readonly instruction: Instruction & { readonly op: "call" };
  readonly callee: AbstractObject;
  /** The functions that it is given; undefined: something else. */
  readonly args: readonly (AbstractObject | undefined)[];
}

/** What can be said of the temporaries of a function from its instructions alone. */
export interface Definitions {
  readonly fn: FunctionIR;
  /** The instruction that defines each temporary. */
  readonly definitions: readonly (Instruction | undefined)[];
}

/** The places of operations, and the text that tells them apart from others. */
export interface Done {
  readonly facts: Cursor["facts"];
  readonly nodes: readonly TSESTree.Node[];
  readonly text: string;
}

/** The analysis of one function. */
export interface Frame extends Definitions {
  readonly file: FileContext;
  /** What is known of the parameters, at some of the calls; undefined: what holds at all calls is looked for. */
  readonly answers: Answers | undefined;
  /** How often each temporary is read. */
  readonly uses: Uint32Array;
  /** Variables that some access uses as a dynamic key: `list[i]`. */
  readonly keyVariables: ReadonlySet<number>;
  /** Numbers of the conditions on a variable, by what it is compared with. */
  readonly conditions: Map<Variable, Map<string, number>>;
  conditionCount: number;
  /** Numbers of the conditions on what calls return, which are told apart by what the function called did. */
  readonly returnedConditions: Map<Temp, number>;
  /** The call at hand, of which one way through the function called is taken: which, and of how many. */
  fork: { readonly call: Instruction; index: number; count: number } | undefined;
  /** For which variables it is known, under these facts, whether something was done to what they hold. */
  readonly marked: { facts: Cursor["facts"]; readonly variables: Map<number, boolean> };
  /** How long variables and temporaries can matter: found when it is first asked. */
  liveness: Liveness | undefined;
  /** How many objects a state may have before it is worth looking for garbage. */
  room: number;
  /** Room for the temporaries of one block. */
  readonly local: (PointsTo | undefined)[];
  /** What a run over a block of a loop finds, which is kept if it was the last; undefined: all is kept at once. */
  notes: Note[] | undefined;
  /** What was found so far, if only by a run that is not the last. */
  readonly found: Map<string, Finding>;
  readonly effects: PathEffect[];
  /** Which kinds of effects are in `effects` already, by object id. */
  readonly recorded: Map<number, Set<string>>;
  /** What `facts` say was done to what the callers know: asked for again and again between two operations. */
  done: Done;
  /** While a helper is applied: what was done before, and what it does, which it does in an order of its own. */
  applying:
    | {
        readonly before: Cursor["facts"];
        /** The operations, and what does each inside of the helper. */
        readonly done: Map<Operation, readonly TSESTree.Node[]>;
        /** The places of operations that lie before all of it; undefined: not asked for yet. */
        nodesBefore: ReadonlySet<TSESTree.Node> | undefined;
        /** The effect that is being applied. */
        effect: PathEffect | undefined;
      }
    | undefined;
  /** At a call of one of several functions: what was done before, what the others do, and what this one does. */
  oneOf:
    { readonly before: Cursor["facts"]; readonly others: Set<Operation>; readonly own: Set<Operation> } | undefined;
  /** False while a closure is being checked, not called: what it does is no effect of this function. */
  isCalling: boolean;
  /** What it yields, and what holds then. */
  readonly yields: { readonly value: PointsTo; readonly state: State }[];
  readonly returns: {
    readonly value: PointsTo;
    readonly state: State;
    readonly from: Temp | undefined;
    readonly node: TSESTree.Node;
  }[];
  /** The blocks of which the end was reached. */
  readonly completed: Set<number>;
  /** Where fields (by object and name) and variables (by id) were given a value last. */
  readonly stores: Map<string | number, TSESTree.Node>;
  /** Which of `stores` put in what had been taken out of the place that owned it. */
  readonly freed: Set<string>;
  /** Functions handed to what calls them after this function is over: timers, listeners. */
  readonly kept: Map<TSESTree.Node, FunctionIR>;
  /** What was handed to collections of which nothing is known, or to whoever keeps it, and where. */
  readonly given: Map<TSESTree.Node, PointsTo>;
  /** The uses of guards that promises stand for, and the helpers that use them. */
  readonly floating: Map<Operation, string | undefined>;
  /** The calls that wait for a cown, and are waited for. */
  readonly waits: Set<TSESTree.Node>;
}

export function valueOf(frame: Frame, cursor: Cursor, temp: Temp | undefined): PointsTo {
  if (temp === undefined) return NOTHING;
  return (frame.fn.crossing[temp] ? intMap.get(cursor.temps, temp) : cursor.local[temp]) ?? NOTHING;
}

export function define(frame: Frame, cursor: Cursor, temp: Temp, value: PointsTo): void {
  if (frame.fn.crossing[temp]) cursor.temps = intMap.set(cursor.temps, temp, value);
  else {
    cursor.local[temp] = value;
    cursor.defined.push(temp);
  }
}

export function objectsOf(frame: Frame, value: PointsTo): readonly AbstractObject[] {
  const { objects } = frame.file.table;
  // nearly all values are none or one
  if (value.length === 0) return NO_OBJECTS;
  return value.length === 1 ? objects[value[0]!]!.alone : value.map((id) => objects[id]!);
}

const NO_OBJECTS: readonly AbstractObject[] = [];

/** Keeps a finding, an effect … of a function. */
export type Note = () => void;

/** Has something kept that was found: at once, or when it turns out that no further run over the loop is needed. */
export function note(frame: Frame, keep: Note): void {
  if (frame.notes === undefined) keep();
  else frame.notes.push(keep);
}

/** The one instance that stands for what `node` does to `subject`. */
export function operationAt(
  frame: Frame,
  node: TSESTree.Node,
  verb: string,
  subject: TSESTree.Node,
  kind: Kind = "unknown",
  handsBack = false,
): Operation {
  const { operations } = frame.file;
  let here = operations.get(node);
  if (here === undefined) operations.set(node, (here = new Map<string, Operation>()));
  const key = `${verb} ${subject.range[0]}`;
  let operation = here.get(key);
  if (operation === undefined) here.set(key, (operation = { node, verb, subject, kind, handsBack }));
  const { applying } = frame;
  frame.oneOf?.own.add(operation);
  if (applying?.effect !== undefined)
    applying.done.set(operation, [...(applying.done.get(operation) ?? []), applying.effect.node]);
  return operation;
}

/** The expression that a temporary holds the value of. */
export function nodeOf(frame: Frame, temp: Temp, otherwise: TSESTree.Node): TSESTree.Node {
  return frame.definitions[temp]?.node ?? otherwise;
}

/** Under which `Frame.stores` keeps the place of the last store in a field. */
export function storeKey(holder: AbstractObject, name: string): string {
  return `${String(holder.id)}.${name}`;
}
