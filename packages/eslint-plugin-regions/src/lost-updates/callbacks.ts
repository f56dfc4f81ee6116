import { AST_NODE_TYPES, type TSESTree } from "@typescript-eslint/utils";

/** When a function is called that is handed to another one. */
export type Calling =
  /** For each element, the next before the promise of the last one has settled. */
  | "each"
  /** Whenever something happens, whether the last call has ended or not. */
  | "event"
  /** At most once. */
  | "once"
  /** Whenever what the call returns is called. */
  | "wrapped"
  /** Nobody knows: it may be a lock that lets one in at a time. */
  | "unknown";

/** Methods by name, whatever they are called on: arrays, emitters and promises mostly arrive from elsewhere. */
const METHODS: Readonly<Record<string, Calling>> = {
  ...all("each", "map forEach flatMap filter"),
  ...all("event", "on addListener prependListener addEventListener subscribe"),
  ...all("once", "then catch finally once nextTick"),
};
const FUNCTIONS: Readonly<Record<string, Calling>> = {
  ...all("event", "setInterval createServer"),
  ...all("once", "setTimeout setImmediate queueMicrotask requestAnimationFrame requestIdleCallback useEffect"),
  ...all("wrapped", "useCallback useEvent useEffectEvent debounce throttle"),
};
/** Methods that bind a function to the path or the channel that is their first argument. */
const ROUTES = new Set("all delete get handle head options patch post put route use".split(" "));

function all(calling: Calling, names: string): Record<string, Calling> {
  return Object.fromEntries(names.split(" ").map((name) => [name, calling]));
}

/** When `argument` is called, if it is a function handed to `call`. */
export function callingOf(call: TSESTree.CallExpression | TSESTree.NewExpression, argument: TSESTree.Node): Calling {
  const { callee } = call;
  if (call.type === AST_NODE_TYPES.NewExpression)
    return callee.type === AST_NODE_TYPES.Identifier && callee.name === "Promise" ? "once" : "unknown";
  if (callee.type === AST_NODE_TYPES.Identifier) return own(FUNCTIONS, callee.name);
  const name = nameOfMethod(callee);
  if (callee.type !== AST_NODE_TYPES.MemberExpression || name === undefined) return "unknown";
  const isFirst = call.arguments[0] === argument;
  if (ROUTES.has(name) && !isFirst) return isPath(call.arguments[0]) ? "event" : "unknown";
  if (isNamed(callee.object, "Array") && name === "from") return "each";
  const calling = own(METHODS, name);
  if (calling === "each") return isFirst ? "each" : "unknown";
  return calling === "unknown" ? own(FUNCTIONS, name) : calling;
}

/** The last name of what is called: `get` of `this.cache.get(key)`. */
export function nameOfMethod(callee: TSESTree.Node): string | undefined {
  if (callee.type === AST_NODE_TYPES.Identifier) return callee.name;
  if (callee.type !== AST_NODE_TYPES.MemberExpression || callee.computed) return undefined;
  return callee.property.type === AST_NODE_TYPES.Identifier ? callee.property.name : undefined;
}

function own(table: Readonly<Record<string, Calling>>, name: string): Calling {
  return Object.hasOwn(table, name) ? table[name]! : "unknown";
}

function isPath(node: TSESTree.Node | undefined): boolean {
  return (
    node?.type === AST_NODE_TYPES.TemplateLiteral ||
    (node?.type === AST_NODE_TYPES.Literal && typeof node.value === "string")
  );
}

const isNamed = (node: TSESTree.Node, name: string): boolean =>
  node.type === AST_NODE_TYPES.Identifier && node.name === name;
