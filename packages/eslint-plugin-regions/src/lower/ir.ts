import type { TSESLint, TSESTree } from "@typescript-eslint/utils";

/**
 * The intermediate representation: three-address instructions in evaluation order, grouped into basic blocks.
 *
 * A temporary is the result of one expression evaluation. Each has one defining instruction, except those that
 * `copy` instructions fill on several paths (`a ? b : c`). Everything that ESLint's syntax tree leaves implicit is
 * explicit here: the order of evaluation, default values, hoisting, short circuits, disposal, every way through
 * `finally`.
 */
export type Temp = number;
export type BlockId = number;

/** A variable of the file, resolved by ESLint's scope analysis. One that no scope defines is a global. */
export interface Variable {
  readonly id: number;
  readonly name: string;
  /** The function that declares it; undefined for globals. */
  readonly owner: FunctionIR | undefined;
  readonly kind: "import" | "function" | "class" | "parameter" | "const" | "using" | "let" | "var" | "enum" | "global";
  /** Where an imported name comes from. `name` is "default" or "*" for those; undefined for type-only imports. */
  readonly imported: { readonly source: string; readonly name: string } | undefined;
  /** Number of instructions that write it, its initialisation included; `let x;` and hoisted `var x;` are none. */
  writes: number;
  /** Functions other than the owner that read or write it. */
  readonly capturedBy: Set<FunctionIR>;
  /** The declared TypeScript type, when there is an annotation on the binding itself. */
  readonly annotation: TSESTree.TypeNode | undefined;
  readonly exported: boolean;
  readonly scopeVariable: TSESLint.Scope.Variable | undefined;
}

/** What is read or written in an object. `dynamic` keys carry the temporary that computes them. */
export type Key =
  | { readonly kind: "name"; readonly name: string } // .name, ["name"], [0] (as "0"), #name (as "#name")
  | { readonly kind: "dynamic"; readonly temp: Temp; readonly node: TSESTree.Node };

export interface Argument {
  readonly temp: Temp;
  readonly spread: boolean;
}

export type FreshKind = "object" | "array" | "regexp" | "class" | "template" | "jsx" | "enum" | "namespace";

interface At {
  /** The syntax that this instruction stands for; reports point here. */
  readonly node: TSESTree.Node;
}
interface Defines extends At {
  readonly to: Temp;
}

export type Instruction =
  /** A primitive, or something of which nothing is known (`value` absent: new.target, import.meta, ...). */
  | (Defines & {
      readonly op: "literal";
      readonly known: boolean;
      readonly value?: string | number | bigint | boolean | null | undefined;
    })
  /** A new object. Its initial properties follow as `set` with how: "init", and as `spread`. */
  | (Defines & { readonly op: "fresh"; readonly kind: FreshKind })
  /**
   * A function object. For methods and accessors of classes and object literals a `set` (init) follows. The instance
   * fields of a class are a function of kind "fields" that nothing holds; its node is the class body.
   */
  | (Defines & { readonly op: "function"; readonly fn: FunctionIR })
  | (Defines & { readonly op: "this" | "super" })
  | (Defines & { readonly op: "read"; readonly variable: Variable })
  /** `declares`: the binding's own initialisation, not an assignment. `let x;` writes a literal undefined, at its declarator. */
  | (At & { readonly op: "write"; readonly variable: Variable; readonly from: Temp; readonly declares: boolean })
  /** Merges the value into a temporary that several paths define. */
  | (Defines & { readonly op: "copy"; readonly from: Temp })
  | (Defines & { readonly op: "get"; readonly object: Temp; readonly key: Key; readonly optional: boolean })
  | (At & {
      readonly op: "set";
      readonly object: Temp;
      readonly key: Key;
      readonly from: Temp;
      readonly how: "assign" | "init" | "getter" | "setter";
    })
  | (Defines & { readonly op: "delete"; readonly object: Temp; readonly key: Key })
  /** `{...from}` into an object literal, `[...from]` into an array literal. */
  | (At & { readonly op: "spread"; readonly into: Temp; readonly from: Temp })
  /** `{a, ...rest} = from` (`without`: names taken before), `[a, ...rest] = from` (`start`: index of the rest). */
  | (Defines & {
      readonly op: "rest";
      readonly from: Temp;
      readonly without: readonly Key[];
      readonly start: number | undefined;
    })
  | (Defines & {
      readonly op: "call";
      readonly callee: Temp;
      readonly receiver: Temp | undefined;
      readonly args: readonly Argument[];
    })
  | (Defines & { readonly op: "new"; readonly callee: Temp; readonly args: readonly Argument[] })
  /** Everything whose result is a primitive: operators, typeof, template literals, `in`, instanceof. */
  | (Defines & { readonly op: "compute"; readonly operator: string; readonly from: readonly Temp[] })
  /** A type assertion (`as T`, `<T>x`, `satisfies T`, `x!`): same value, more known. */
  | (Defines & { readonly op: "cast"; readonly from: Temp; readonly type: TSESTree.TypeNode | undefined })
  /** One step of a loop over `from`: `of` (array elements, Map entries, ...), `in` (keys), `await`. Re-executed per iteration. */
  | (Defines & { readonly op: "next"; readonly from: Temp; readonly how: "of" | "in" | "await" })
  /** Element `index` of an array pattern. */
  | (Defines & { readonly op: "element"; readonly from: Temp; readonly index: number })
  | (Defines & { readonly op: "await"; readonly from: Temp })
  | (Defines & { readonly op: "yield"; readonly from: Temp | undefined; readonly delegate: boolean })
  /** End of the scope of a `using` or `await using` variable. */
  | (At & {
      readonly op: "dispose";
      readonly variable: Variable;
      readonly isAsync: boolean;
      /** On the way of an exception. */
      readonly isThrowing: boolean;
    })
  /** The value leaves the file: export default, export =. */
  | (At & { readonly op: "escape"; readonly from: Temp });

export type Terminator =
  | { readonly op: "jump"; readonly target: BlockId }
  /** `test` absent: whether the branch is taken is not decided by a value (a loop that may have no more elements). */
  | {
      readonly op: "branch";
      readonly test: Temp | undefined;
      readonly yes: BlockId;
      readonly no: BlockId;
      readonly node: TSESTree.Node;
    }
  | { readonly op: "return"; readonly from: Temp | undefined; readonly node: TSESTree.Node }
  | { readonly op: "throw"; readonly from: Temp | undefined; readonly node: TSESTree.Node }
  /** The end of a copied `finally` that was entered by an exception from inside: the same exception goes on. */
  | { readonly op: "rethrow" };

export interface Block {
  readonly id: BlockId;
  readonly instructions: readonly Instruction[];
  readonly end: Terminator;
  /** Where an exception in this block goes; undefined: out of the function. */
  readonly handler: BlockId | undefined;
}

export interface Parameter {
  /** Defined at function entry. The instructions that bind it (defaults, patterns) follow in the first blocks. */
  readonly temp: Temp;
  readonly rest: boolean;
  /** The parameter's own name when it is a plain identifier. */
  readonly variable: Variable | undefined;
  readonly annotation: TSESTree.TypeNode | undefined;
  readonly node: TSESTree.Node;
}

export interface FunctionIR {
  readonly id: number;
  readonly kind: "module" | "function" | "arrow" | "method" | "constructor" | "getter" | "setter" | "fields";
  /** Name for messages and dumps: the declared name, or that of the variable or property it is first given to. */
  readonly name: string | undefined;
  readonly node: TSESTree.Node;
  readonly parent: FunctionIR | undefined;
  readonly isAsync: boolean;
  readonly isGenerator: boolean;
  readonly parameters: readonly Parameter[];
  /** Reverse postorder; blocks[0] is the entry and blocks[i].id === i. Unreachable blocks are left out. */
  readonly blocks: readonly Block[];
  /** Functions written directly inside this one. */
  readonly inner: readonly FunctionIR[];
  /** Variables of enclosing functions used here or in inner functions. */
  readonly captures: ReadonlySet<Variable>;
  readonly temps: number;
  /** temps that live across blocks, one entry per temp (1 = yes). */
  readonly crossing: Uint8Array;
}

export interface FileIR {
  readonly module: FunctionIR;
  /** All functions, inner before outer; the module is last. */
  readonly functions: readonly FunctionIR[];
  readonly variables: readonly Variable[];
  readonly functionOf: ReadonlyMap<TSESTree.Node, FunctionIR>;
}
