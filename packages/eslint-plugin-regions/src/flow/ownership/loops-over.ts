import { AST_NODE_TYPES, type TSESLint, type TSESTree } from "@typescript-eslint/utils";
import { withoutAssertion } from "../../lower/assertions.js";

/** Whether a loop goes over all elements or fields of the object of which `element` is one: `list[i]`, `fields[key]`. */
export function goesOver(loop: TSESTree.Node, element: TSESTree.Node, sourceCode: TSESLint.SourceCode): boolean {
  switch (loop.type) {
    case AST_NODE_TYPES.ForOfStatement:
      // What stands for the element of a turn is made where the loop asks for the next one.
      return element === loop.right || (isKeyOf(element, loop.left) && isKeysOf(loop.right, element, sourceCode));
    case AST_NODE_TYPES.ForInStatement:
      return isKeyOf(element, loop.left) && isSameText(sourceCode, loop.right, element.object);
    case AST_NODE_TYPES.ForStatement:
      return isCountedOver(loop, element, sourceCode);
    case AST_NODE_TYPES.ArrowFunctionExpression:
    case AST_NODE_TYPES.FunctionExpression: {
      const keys = visitedBy(loop);
      return keys !== undefined && isKeyOf(element, loop.params[0]) && isKeysOf(keys, element, sourceCode);
    }
    default:
      return false;
  }
}

/** Whether what a loop or a call goes over are the fields of an object, or their names. */
export function isOverFields(each: TSESTree.Node, sourceCode: TSESLint.SourceCode): boolean {
  const over = iteratedBy(each);
  return each.type === AST_NODE_TYPES.ForInStatement || callBehind(over, sourceCode, FIELDS) !== undefined;
}

/** Whether a loop over `Object.entries(…)` has an expression for the value of the one at hand. */
export function isValueOf(
  loop: TSESTree.ForOfStatement,
  node: TSESTree.Node,
  sourceCode: TSESLint.SourceCode,
): boolean {
  const { left, right } = loop;
  const pattern = left.type === AST_NODE_TYPES.VariableDeclaration ? left.declarations[0].id : left;
  const value = pattern.type === AST_NODE_TYPES.ArrayPattern ? pattern.elements[1] : undefined;
  if (value?.type !== AST_NODE_TYPES.Identifier || node.type !== AST_NODE_TYPES.Identifier) return false;
  return value.name === node.name && callBehind(right, sourceCode, { entries: "Object" }) !== undefined;
}

/** What a loop, or a call that visits all elements, goes over. */
function iteratedBy(each: TSESTree.Node): TSESTree.Node | undefined {
  if (each.type === AST_NODE_TYPES.ForOfStatement) return each.right;
  const isMethod = each.type === AST_NODE_TYPES.CallExpression && each.callee.type === AST_NODE_TYPES.MemberExpression;
  return isMethod ? (each.callee as TSESTree.MemberExpression).object : undefined;
}

/** Methods that call a function with all elements, whatever it returns. */
const VISITS = new Set(["forEach", "map", "filter", "flatMap"]);

/** Whether a call is one of such a method. */
export const isVisit = (node: TSESTree.Node | undefined): node is TSESTree.CallExpression =>
  VISITS.has(methodOf(node) ?? "");

/** The name of the method that a call calls. */
function methodOf(node: TSESTree.Node | undefined): string | undefined {
  if (node?.type !== AST_NODE_TYPES.CallExpression || node.callee.type !== AST_NODE_TYPES.MemberExpression)
    return undefined;
  const { property } = node.callee;
  return property.type === AST_NODE_TYPES.Identifier ? property.name : undefined;
}

/** Methods whose result has some of the elements of what they are called on. */
const SELECTS = new Set(["filter", "slice", "splice"]);

/** Whether a list was made by a method that leaves out elements, other than those that are no objects. */
export function isSelection({ node }: { readonly node: TSESTree.Node }): boolean {
  const method = methodOf(node);
  if (method === undefined || !SELECTS.has(method)) return false;
  const [first] = (node as TSESTree.CallExpression).arguments;
  const isForObjects = method === "filter" && first?.type === AST_NODE_TYPES.Identifier && first.name === "Boolean";
  return first !== undefined && !isForObjects;
}

/** `list.map((each) => each.buffer)`, of a list that is not known to leave out elements of another one. */
export function takesFromAll(node: TSESTree.Node, sourceCode: TSESLint.SourceCode): boolean {
  if (!isVisit(node) || methodOf(node) !== "map") return false;
  const list = withoutAssertion((node.callee as TSESTree.MemberExpression).object);
  const made = list.type === AST_NODE_TYPES.Identifier ? constantNamed(list, sourceCode) : undefined;
  const isWhole =
    (list.type === AST_NODE_TYPES.Identifier || list.type === AST_NODE_TYPES.MemberExpression) &&
    made?.type !== AST_NODE_TYPES.CallExpression;
  const [callback] = node.arguments;
  if (!isWhole || callback?.type !== AST_NODE_TYPES.ArrowFunctionExpression) return false;
  const { type } = withoutAssertion(callback.body);
  return type === AST_NODE_TYPES.MemberExpression || type === AST_NODE_TYPES.Identifier;
}

/** What has the elements with which a function is called. */
function visitedBy(fn: TSESTree.Node): TSESTree.Node | undefined {
  const { parent } = fn;
  return isVisit(parent) && parent.arguments[0] === fn ? iteratedBy(parent) : undefined;
}

/** `fields[key]`, of the key that a loop declares. */
function isKeyOf(element: TSESTree.Node, declared: TSESTree.Node | undefined): element is TSESTree.MemberExpression {
  const key = declared?.type === AST_NODE_TYPES.VariableDeclaration ? declared.declarations[0].id : declared;
  if (key?.type !== AST_NODE_TYPES.Identifier || element.type !== AST_NODE_TYPES.MemberExpression) return false;
  const property = withoutAssertion(element.property);
  return element.computed && property.type === AST_NODE_TYPES.Identifier && property.name === key.name;
}

type Names = Partial<Record<string, string>>;

/** Functions that give the names of fields, and how the namespace of each is called. */
const KEYS: Names = { keys: "Object", getOwnPropertyNames: "Object", ownKeys: "Reflect" };
const FIELDS: Names = { ...KEYS, values: "Object", entries: "Object" };

/** `Object.keys(fields)`, or a constant that was given it. */
function isKeysOf(
  keys: TSESTree.Node,
  { object }: TSESTree.MemberExpression,
  sourceCode: TSESLint.SourceCode,
): boolean {
  const [of] = callBehind(keys, sourceCode, KEYS)?.arguments ?? [];
  return of !== undefined && isSameText(sourceCode, of, object);
}

/** The call of a function in the table, such as `Object.keys`, that an expression is, or that a constant was given. */
function callBehind(
  node: TSESTree.Node | undefined,
  sourceCode: TSESLint.SourceCode,
  table: Names,
): TSESTree.CallExpression | undefined {
  const call = node?.type === AST_NODE_TYPES.Identifier ? constantNamed(node, sourceCode) : node;
  return call?.type === AST_NODE_TYPES.CallExpression && isMemberCall(call, table) ? call : undefined;
}

function isMemberCall({ callee }: TSESTree.CallExpression, table: Names): boolean {
  if (callee.type !== AST_NODE_TYPES.MemberExpression || callee.property.type !== AST_NODE_TYPES.Identifier)
    return false;
  const { object, property } = callee;
  return object.type === AST_NODE_TYPES.Identifier && table[property.name] === object.name;
}

function constantNamed(node: TSESTree.Identifier, sourceCode: TSESLint.SourceCode): TSESTree.Node | undefined {
  for (let scope: TSESLint.Scope.Scope | null = sourceCode.getScope(node); scope !== null; scope = scope.upper) {
    const variable = scope.set.get(node.name);
    if (variable === undefined) continue;
    const [definition] = variable.defs;
    const isConstant = definition?.type === "Variable" && definition.parent.kind === "const";
    return isConstant ? (definition.node.init ?? undefined) : undefined;
  }
  return undefined;
}

const isSameText = (sourceCode: TSESLint.SourceCode, a: TSESTree.Node, b: TSESTree.Node): boolean =>
  sourceCode.getText(withoutAssertion(a)) === sourceCode.getText(withoutAssertion(b));

/** `for (let i = 0; i < list.length; i++)`, where nothing else writes `i`, and the list whose elements are taken in it. */
function isCountedOver(
  { init, test, update, body }: TSESTree.ForStatement,
  element: TSESTree.Node,
  sourceCode: TSESLint.SourceCode,
): boolean {
  if (init?.type !== AST_NODE_TYPES.VariableDeclaration) return false;
  const counted = isKeyOf(element, init) ? element.object : rotatedBy(element, body, sourceCode);
  const [counter] = init.declarations;
  if (counted === undefined || counter?.id.type !== AST_NODE_TYPES.Identifier) return false;
  const { id, init: start } = counter;
  const { name } = id;
  const isFromStart = start?.type === AST_NODE_TYPES.Literal && start.value === 0;
  const isToEnd =
    test?.type === AST_NODE_TYPES.BinaryExpression &&
    test.operator === "<" &&
    sourceCode.getText(test.left) === name &&
    sourceCode.getText(test.right) === `${sourceCode.getText(counted)}.length`;
  const isByOne = update?.type === AST_NODE_TYPES.UpdateExpression && update.operator === "++";
  if (!isFromStart || !isToEnd || !isByOne) return false;
  const variable = sourceCode.scopeManager?.getDeclaredVariables(init).find((each) => each.name === name);
  return variable?.references.filter((each) => each.isWrite()).length === 2;
}

/** The list in `list.shift()`, if what is taken so is put back at its end. */
function rotatedBy(
  taken: TSESTree.Node,
  body: TSESTree.Node,
  sourceCode: TSESLint.SourceCode,
): TSESTree.Node | undefined {
  if (taken.type !== AST_NODE_TYPES.CallExpression || taken.callee.type !== AST_NODE_TYPES.MemberExpression)
    return undefined;
  const { object, property } = taken.callee;
  if (property.type !== AST_NODE_TYPES.Identifier || property.name !== "shift") return undefined;
  const name = nameGivenTo(taken);
  const putBack = `${sourceCode.getText(object)}.push(${name ?? ""})`;
  return name !== undefined && sourceCode.getText(body).split(putBack).length === 2 ? object : undefined;
}

/** The variable that is declared with a value. */
function nameGivenTo(value: TSESTree.Node): string | undefined {
  let each = value.parent;
  while (each !== undefined && withoutAssertion(each) === value) each = each.parent;
  const id = each?.type === AST_NODE_TYPES.VariableDeclarator ? each.id : undefined;
  return id?.type === AST_NODE_TYPES.Identifier ? id.name : undefined;
}
