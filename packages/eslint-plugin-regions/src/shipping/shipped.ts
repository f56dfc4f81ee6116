import { AST_NODE_TYPES, type TSESLint, type TSESTree } from "@typescript-eslint/utils";
import type { Shipper, Shippers } from "../operations/shipping.js";
import { comesFrom } from "./comes-from.js";
import { importOf, initialOf, pathOf, plain, variableOf } from "./origins.js";
import { isFunction, textParts, type Parameter, type Part } from "./source-text.js";

type Source = TSESLint.SourceCode;
type Call = TSESTree.CallExpression | TSESTree.NewExpression;

/** A function whose source text goes to another thread. */
export interface Shipped {
  readonly fn: TSESTree.Node;
  /** The call that sends it there. */
  readonly call: TSESTree.Node;
  /** Whether something is made known under a name where the function runs. */
  readonly provides: (name: string) => boolean;
  /** It is bound to a receiver or arguments, so that it has no source text. */
  readonly isBound: boolean;
  /** The function can be given arguments by the call. */
  readonly takesArguments: boolean;
}

/** What is shipped at one place: a function that is seen, or what callers give for a parameter. */
type Cargo = { readonly at: TSESTree.Node; readonly takesArguments: boolean } & (
  | { readonly fn: TSESTree.Node; readonly isBound: boolean; readonly provides: (name: string) => boolean }
  | { readonly parameter: Parameter; readonly provides: (name: string) => boolean }
);

const NOTHING = (): boolean => false;

type HowShipped = Pick<Shipped, "provides" | "takesArguments">;

/** Every function of a file that is shipped, directly or by a function of the file that ships what it is given. */
export function shippedFunctions(source: Source, calls: readonly Call[], shippers: Shippers): Shipped[] {
  const known = knownThere(source);
  const shipped: Shipped[] = [];
  const helpers = new Map<TSESTree.Node, HowShipped & Parameter>();
  const take = (cargo: Cargo, call: TSESTree.Node): void => {
    const { takesArguments } = cargo;
    const provides = (name: string): boolean => known.has(name) || cargo.provides(name);
    if ("fn" in cargo) shipped.push({ fn: cargo.fn, call, provides, isBound: cargo.isBound, takesArguments });
    else if (!helpers.has(cargo.parameter.node))
      helpers.set(cargo.parameter.node, { ...cargo.parameter, provides, takesArguments });
  };
  for (const call of calls) for (const cargo of cargoOf(source, call, shippers)) take(cargo, call);
  // A map goes on to what is added while it is gone through.
  for (const { fn, index, provides, takesArguments } of helpers.values()) {
    for (const call of calls) {
      const argument = call.arguments[index];
      if (argument === undefined || calledFunction(source, call) !== fn) continue;
      for (const cargo of functionsIn(source, argument, provides, takesArguments)) take(cargo, call);
    }
  }
  return shipped;
}

/** Names that mean something wherever scripts run, and those that the file makes known to a page. */
function knownThere({ text }: Source): ReadonlySet<string> {
  const exposed = [...text.matchAll(EXPOSED)].flatMap(([, ...found]) => found.filter(Boolean));
  return new Set([...EVERYWHERE.split(" "), ...exposed]);
}

const EXPOSED =
  /\.expose(?:Function|Binding)\(\s*["'`]([\w$]+)|\b(?:window|self|globalThis|global)(?:\s+as\s+\w+\))?\.([\w$]+)\s*=(?!=)/g;
const EVERYWHERE =
  "fetch performance crypto structuredClone setTimeout setInterval setImmediate clearTimeout clearInterval queueMicrotask " +
  "URL URLSearchParams Buffer process console document window self globalThis global navigator location localStorage " +
  "sessionStorage indexedDB WebSocket Worker Headers Request Response FormData AbortController AbortSignal TextEncoder " +
  "TextDecoder ReadableStream WritableStream TransformStream MessageChannel MessagePort BroadcastChannel Blob File Event " +
  "EventTarget CustomEvent WebAssembly atob btoa require module exports chrome browser";

function calledFunction(source: Source, { callee }: Call): TSESTree.Node | undefined {
  if (callee.type !== AST_NODE_TYPES.Identifier) return undefined;
  const variable = variableOf(source, callee);
  return variable && initialOf(variable);
}

function cargoOf(source: Source, call: Call, shippers: Shippers): Cargo[] {
  const [first] = call.arguments;
  if (first === undefined) return [];
  if (call.type === AST_NODE_TYPES.NewExpression) return cargoOfConstructor(source, call, first);
  const shipper = shipperOf(source, call, shippers);
  if (shipper === undefined) return [];
  const provides = providedBy(source, call, shipper);
  const given = (shipper.arguments ?? []).flatMap((index) => call.arguments[index] ?? []);
  const fields = (shipper.fields ?? []).flatMap((name) => fieldOf(first, name) ?? []);
  return [...given, ...fields].flatMap((each) => functionsIn(source, each, provides, true));
}

/** `new Blob([`(${fn})()`])`, `new Worker(text, { eval: true })` of Node, and `new Worker("data:…" + text)`. */
function cargoOfConstructor(source: Source, call: TSESTree.NewExpression, first: TSESTree.Node): Cargo[] {
  const path = pathOf(source, call.callee);
  const second = call.arguments[1];
  if (path === "Blob") return isScript(second) ? cargoOfText(textParts(source, first)) : [];
  if (path !== "Worker" && path !== "SharedWorker" && path !== "worker_threads#Worker") return [];
  const parts = textParts(source, first);
  const start = parts.find((each) => each.kind !== "text" || each.text !== "");
  const isData = start?.kind === "text" && start.text.startsWith("data:");
  return isData || isTrue(second && fieldOf(second, "eval")) ? cargoOfText(parts) : [];
}

const isTrue = (node: TSESTree.Node | undefined): boolean =>
  node?.type === AST_NODE_TYPES.Literal && node.value === true;

/** Whether a blob can be a script: a type of another kind says that it is shown or saved. */
function isScript(options: TSESTree.Node | undefined): boolean {
  const type = options && fieldOf(options, "type");
  if (type?.type !== AST_NODE_TYPES.Literal) return true;
  return type.value === "" || /java|ecma|typescript/.test(String(type.value));
}

/** The functions in a text that becomes a program, which declares what else the text does. */
function cargoOfText(parts: readonly Part[]): Cargo[] {
  const text = parts.map((each) => (each.kind === "text" ? each.text : " ")).join(" ");
  const declared = new Set(parts.flatMap((each) => (each.kind === "function" ? nameOf(each.node) : [])));
  const isOpen = mayDeclareMore(parts);
  const provides = (name: string): boolean => isOpen || declared.has(name) || names(text).has(name);
  return parts.flatMap((part): Cargo[] => {
    if (part.kind === "function")
      return [{ fn: part.node, at: part.at, isBound: false, provides, takesArguments: false }];
    if (part.kind === "parameter") return [{ parameter: part.parameter, at: part.at, provides, takesArguments: false }];
    return [];
  });
}

const names = (text: string): ReadonlySet<string> => new Set(text.match(/[\w$]+/g));

const nameOf = (node: TSESTree.Node): string[] =>
  "id" in node && node.id?.type === AST_NODE_TYPES.Identifier ? [node.id.name] : [];

/** Whether a piece of unknown text stands where it can be a declaration, and not just a value. */
function mayDeclareMore(parts: readonly Part[]): boolean {
  const functions = parts.filter(({ kind }) => kind === "function" || kind === "parameter").length;
  let before = "";
  for (const part of parts) {
    // What callers give may be any text, when there is another piece that is the function.
    const isUnknown = part.kind === "unknown" || (part.kind === "parameter" && functions > 1);
    if (isUnknown && !/[=(,:[?&|+]\s*$/.test(before)) return true;
    if (part.kind !== "text") before = "";
    else if (part.text.trim() !== "") before = part.text;
  }
  return false;
}

/** The functions that an argument can be. */
function functionsIn(
  source: Source,
  expression: TSESTree.Node,
  provides: (name: string) => boolean,
  takesArguments: boolean,
): Cargo[] {
  const node = plain(expression);
  const also = (each: TSESTree.Node): Cargo[] => functionsIn(source, each, provides, takesArguments);
  const found = (fn: TSESTree.Node, isBound = false): Cargo[] => [{ fn, at: node, isBound, provides, takesArguments }];
  if (isFunction(node)) return found(node);
  if (node.type === AST_NODE_TYPES.ConditionalExpression) return [...also(node.consequent), ...also(node.alternate)];
  if (node.type === AST_NODE_TYPES.CallExpression) {
    const { callee } = node;
    const isBind =
      callee.type === AST_NODE_TYPES.MemberExpression &&
      callee.property.type === AST_NODE_TYPES.Identifier &&
      callee.property.name === "bind";
    const [bound] = isBind ? also(callee.object) : [];
    return bound !== undefined && "fn" in bound ? found(bound.fn, true) : [];
  }
  if (node.type !== AST_NODE_TYPES.Identifier) return [];
  const [part] = textParts(source, node);
  if (part?.kind === "function") return found(part.node);
  if (part?.kind === "parameter") return [{ parameter: part.parameter, at: node, provides, takesArguments }];
  return [];
}

function fieldOf(node: TSESTree.Node, name: string): TSESTree.Node | undefined {
  if (node.type !== AST_NODE_TYPES.ObjectExpression) return undefined;
  for (const each of node.properties) {
    if (each.type !== AST_NODE_TYPES.Property || each.computed) continue;
    const key = each.key.type === AST_NODE_TYPES.Identifier ? each.key.name : undefined;
    // A method's source text is no expression.
    if (key === name) return each.method ? undefined : each.value;
  }
  return undefined;
}

function shipperOf(source: Source, { callee }: TSESTree.CallExpression, shippers: Shippers): Shipper | undefined {
  const path = pathOf(source, callee);
  if (path !== undefined) {
    const shipper = shippers.get(path) ?? shippers.get(path.replace(/#\*$/, "#default"));
    if (shipper !== undefined) return shipper;
  }
  if (callee.type !== AST_NODE_TYPES.MemberExpression || callee.property.type !== AST_NODE_TYPES.Identifier)
    return undefined;
  const { name } = callee.property;
  let shipper: Shipper | undefined;
  for (const [key, each] of shippers) {
    const [module, method] = key.split("#");
    if (!method?.endsWith(`.${name}`)) continue;
    const origin = comesFrom(source, callee.object, module!);
    if (origin === "yes" || (origin === "unknown" && isImported(source, module!))) shipper ??= each;
  }
  return shipper;
}

/** Whether the file uses a module: what comes into its functions can be of it. */
function isImported(source: Source, module: string): boolean {
  return (source.scopeManager?.scopes ?? []).some(({ variables, type }) =>
    type === "global" || type === "module"
      ? variables.some((variable) => importOf(source, variable)?.module === module)
      : false,
  );
}

/** What the library, or the page, knows by the same name. */
function providedBy(source: Source, call: TSESTree.CallExpression, { takesAlong }: Shipper): (name: string) => boolean {
  const list = takesAlong === "listed in argument 1" ? call.arguments[1] : undefined;
  const yields = takesAlong === "yielded" ? call.arguments[0] : undefined;
  const mentioned = new Set<string>();
  if (list !== undefined) for (const name of names(source.getText(list))) mentioned.add(name);
  if (yields !== undefined) {
    for (const [text] of source.getText(yields).matchAll(/yield\s*\{[^}]*\}/g)) {
      for (const name of names(text)) mentioned.add(name);
    }
  }
  return mentioned.size === 0 ? NOTHING : (name) => mentioned.has(name);
}
