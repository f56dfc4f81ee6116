import { AST_NODE_TYPES, type TSESTree } from "@typescript-eslint/utils";
import type { FunctionIR } from "../../lower/ir.js";
import { isDirectlyIn, loopAround } from "../../lower/loops-around.js";
import { regionOperations } from "../../operations/runtime-api.js";
import { type Effect, effectsIn, type Result, type Signature, type Source } from "../../operations/signature.js";
import { applySummary } from "../../summaries/apply.js";
import type { Call, CallInstruction, Given } from "../state/call-site.js";
import { sourceValue } from "../state/call-site.js";
import type { AbstractObject } from "../state/abstract-object.js";
import { declaredCall } from "../state/abstract-object.js";
import { forgetOwned, knownLength, place } from "../values/arrays.js";
import { borrow } from "../ownership/borrows.js";
import { callBack, isKnownCallback } from "./callbacks.js";
import { rearrange } from "./rearrange.js";
import { checkChange, checkUse, reportUse } from "../ownership/check.js";
import { construct, superCall } from "./classes.js";
import { consume } from "../ownership/consume.js";
import { dispose } from "../ownership/dispose.js";
import { defaultExport } from "../known/builtins.js";
import { entryOf, placeOf, replaceEntry } from "../values/entries.js";
import { mayHaveLeft, readElements } from "../values/elements.js";
import { elementFrom } from "./container-calls.js";
import { writeField } from "../values/fields.js";
import type { Frame } from "../state/frame.js";
import { define, nodeOf, objectsOf, valueOf } from "../state/frame.js";
import { ANY, BOUND, BOUND_ARGUMENT, BOUND_THIS, factsOf, MAP_KEY, stored } from "../state/heap.js";
import type { PointsTo } from "../state/points-to.js";
import { NOTHING, union } from "../state/points-to.js";
import { clone, post } from "../ownership/posts.js";
import { freshResult, frozenResult, stateResult, unknownResult } from "../values/results.js";
import { newRegion } from "../ownership/regions.js";
import { curriedBy, isInRecipe } from "./producers.js";
import { applySpecial } from "./special-calls.js";
import { shuffle } from "../values/shuffle.js";
import type { Cursor } from "../state/state.js";
import { checkUnlocked, readBody, transferListed, transferOption } from "../ownership/transfers.js";
import { passArguments, renewReceiver, unknownCall } from "./unknown-call.js";

export function stepCall(frame: Frame, cursor: Cursor, instruction: CallInstruction, isUsed: boolean): void {
  const { node } = instruction;
  const given = (temp: number): Given => ({
    value: valueOf(frame, cursor, temp),
    node: nodeOf(frame, temp, node),
  });
  const { args, spread } = argumentsOf(frame, cursor, instruction);
  const receiver =
    instruction.op === "call" && instruction.receiver !== undefined ? given(instruction.receiver) : undefined;
  const base = {
    node,
    isNew: instruction.op === "new",
    receiver,
    args,
    spread,
    instruction,
    isStatement: !isUsed,
  };
  if (node.type === AST_NODE_TYPES.CallExpression && node.callee.type === AST_NODE_TYPES.Super) {
    const call = { ...base, callee: undefined };
    passArguments(frame, cursor, call);
    superCall(frame, cursor, call);
    return;
  }
  const callees = objectsOf(frame, valueOf(frame, cursor, instruction.callee));
  let result: PointsTo = NOTHING;
  let mayReturn = callees.length === 0;
  if (callees.length === 0) result = foreignCall(frame, cursor, { ...base, callee: undefined });
  // Only one of several is called: what one of them does the others have not seen.
  if (callees.length > 1) frame.oneOf = { before: cursor.facts, others: new Set(), own: new Set() };
  for (const callee of callees) {
    cursor.reachable = true;
    result = union(result, applyCall(frame, cursor, { ...base, callee }));
    mayReturn ||= cursor.reachable;
    frame.oneOf?.own.forEach((operation) => frame.oneOf!.others.add(operation));
    frame.oneOf?.own.clear();
  }
  frame.oneOf = undefined;
  cursor.reachable = mayReturn && !isTypedNever(frame, instruction);
  define(frame, cursor, instruction.to, result);
}

/** Whether the function called is declared to return `never`. */
function isTypedNever(frame: Frame, { callee }: CallInstruction): boolean {
  const definition = frame.definitions[callee];
  if (definition?.op !== "read") return false;
  const { annotation, scopeVariable } = definition.variable;
  const declared = scopeVariable?.defs[0]?.node;
  const type =
    annotation?.type === AST_NODE_TYPES.TSFunctionType
      ? annotation.returnType
      : declared !== undefined && "returnType" in declared
        ? declared.returnType
        : undefined;
  return type?.typeAnnotation.type === AST_NODE_TYPES.TSNeverKeyword;
}

const NOT_WRITTEN: readonly TSESTree.Node[] = [];

/** Arguments by position, as far as arrays that are spread are known element by element. */
function argumentsOf(frame: Frame, cursor: Cursor, instruction: CallInstruction): Pick<Call, "args" | "spread"> {
  const args: Given[] = [];
  const spread: Given[] = [];
  const { node } = instruction;
  const isCall = node.type === AST_NODE_TYPES.CallExpression || node.type === AST_NODE_TYPES.NewExpression;
  const written = isCall && !instruction.args.some((each) => each.spread) ? node.arguments : NOT_WRITTEN;
  for (const argument of instruction.args) {
    const given: Given = {
      value: valueOf(frame, cursor, argument.temp),
      node: nodeOf(frame, argument.temp, instruction.node),
      written: written[args.length],
    };
    const lists = argument.spread ? objectsOf(frame, given.value) : [];
    const list = lists.length === 1 ? lists[0] : undefined;
    const length = list && knownLength(cursor, list);
    if (spread.length > 0 || (argument.spread && length === undefined)) spread.push(given);
    else if (list === undefined || length === undefined) args.push(given);
    else {
      for (let index = 0; index < length; index++) {
        args.push({ value: stored(cursor, list, String(index))!, node: given.node });
      }
    }
  }
  return { args, spread };
}

/** Applies one callee of a call. */
export function applyCall(frame: Frame, cursor: Cursor, call: Call): PointsTo {
  const { callee } = call;
  if (callee?.builtin !== undefined) return builtinCall(frame, cursor, call, callee.builtin);
  const bound = callee && stored(cursor, callee, BOUND);
  if (bound !== undefined) return boundCall(frame, cursor, call, bound);
  const classNode = call.isNew ? classOf(frame, callee) : undefined;
  if (classNode !== undefined) {
    if (frame.file.constants.methods.get(classNode)?.has("constructor") !== true) passArguments(frame, cursor, call);
    return construct(frame, cursor, call, classNode);
  }
  if (callee?.fn !== undefined) return functionCall(frame, cursor, call, callee.fn);
  const declared = callee && declaredCall(callee);
  if (declared !== undefined) {
    renewReceiver(frame, cursor, call);
    return builtinCall(frame, cursor, call, declared);
  }
  return foreignCall(frame, cursor, call);
}

/** Calls a function of another file: types lead to its declaration, which may say what it does. */
function foreignCall(frame: Frame, cursor: Cursor, call: Call): PointsTo {
  const signature = typedSignature(frame, call);
  if (signature === undefined) return unknownCall(frame, cursor, call);
  renewReceiver(frame, cursor, call);
  return applySignature(frame, cursor, call, signature, calleeName(frame, call));
}

function typedSignature({ file }: Frame, { node }: Call): Signature | undefined {
  const isCall = node.type === AST_NODE_TYPES.CallExpression || node.type === AST_NODE_TYPES.NewExpression;
  return isCall ? file.types?.signatureOf(node) : undefined;
}

/** By which name a function is called. */
function calleeName(frame: Frame, { instruction }: Call): string {
  const definition = frame.definitions[instruction.callee];
  if (definition?.op === "get") return definition.key.kind === "name" ? definition.key.name : "a method";
  return definition?.op === "read" ? definition.variable.name : "a function";
}

/** The class of the file that a value is, if it is one. */
function classOf(frame: Frame, callee: AbstractObject | undefined): TSESTree.Node | undefined {
  if (callee?.kind === "class") return callee.node;
  return callee?.root?.kind === "captured" ? frame.file.constants.classes.get(callee.root.variable) : undefined;
}

/** Calls what `bind` made, with the receiver that was given to it. */
function boundCall(frame: Frame, cursor: Cursor, call: Call, functions: PointsTo): PointsTo {
  const value = stored(cursor, call.callee!, BOUND_THIS) ?? NOTHING;
  const receiver: Given = { value, node: call.node };
  const args = [...call.args];
  for (let index = 0; ; index++) {
    const given = stored(cursor, call.callee!, `${BOUND_ARGUMENT}${String(index)}`);
    if (given === undefined) break;
    args.splice(index, 0, { value: given, node: call.node });
  }
  let result: PointsTo = NOTHING;
  for (const callee of objectsOf(frame, functions)) {
    result = union(result, applyCall(frame, cursor, { ...call, callee, receiver, args }));
  }
  return result;
}

function functionCall(frame: Frame, cursor: Cursor, call: Call, fn: FunctionIR): PointsTo {
  if (call.isNew) {
    passArguments(frame, cursor, call);
    return unknownResult(frame, cursor, call.node);
  }
  for (const { value, node } of call.spread) checkUse(frame, cursor, value, node, { kind: "pass" });
  return applySummary(frame, cursor, fn, call);
}

function builtinCall(frame: Frame, cursor: Cursor, call: Call, path: string): PointsTo {
  const exported = defaultExport(path);
  const name = call.isNew ? `new ${exported}` : exported;
  const signature = frame.file.signatures.get(name);
  if (signature === undefined) return instanceOf(frame, exported, call, foreignCall(frame, cursor, call));
  if (regionOperations.has(name)) checkIsRegion(frame, cursor, call);
  const result = applySignature(frame, cursor, call, signature, lastName(path));
  return signature.special === undefined ? instanceOf(frame, signature.makes ?? exported, call, result) : result;
}

/** Does what a signature says. @param name what messages call the function */
export function applySignature(frame: Frame, cursor: Cursor, call: Call, signature: Signature, name: string): PointsTo {
  applyEffects(frame, cursor, call, signature, name);
  if (signature.never === true) cursor.reachable = false;
  const curried = curriedBy(frame, call, signature);
  if (curried !== undefined) return curried.single;
  if (signature.curried !== undefined && isInRecipe(frame, call)) return unknownResult(frame, cursor, call.node);
  if (signature.special !== undefined) return applySpecial(frame, cursor, call, signature.special);
  const returned = callBack(frame, cursor, call, signature);
  return resultOf(frame, cursor, call, signature.result ?? "unknown", returned);
}

/** What is made by a declared class has its methods. */
function instanceOf(frame: Frame, path: string, call: Call, result: PointsTo): PointsTo {
  const type = frame.file.importedTypes.get(path);
  if (type === undefined || !(call.isNew || result.length > 0)) return result;
  for (const object of objectsOf(frame, result)) if (object.kind === "unknown") object.type = type;
  return result;
}

/** Methods that take elements out of their receiver, or put others in their place. */
const REMOVES = new Set(["pop", "shift", "splice", "delete", "clear", "fill", "copyWithin", "set"]);
const KEEPS = new Set(["fill", "set"]);
const END: Partial<Record<string, "first" | "last">> = { pop: "last", shift: "first" };
const lastName = (path: string): string => path.slice(Math.max(path.lastIndexOf("."), path.lastIndexOf("#")) + 1);

/** A merged child keeps its fields, but it is no region any more. */
function checkIsRegion(frame: Frame, cursor: Cursor, call: Call): void {
  for (const { value, node } of call.args) {
    for (const object of objectsOf(frame, value)) {
      const merged = factsOf(cursor, object).find((fact) => fact.kind === "merged");
      if (merged !== undefined) reportUse(frame, cursor, merged, node);
    }
  }
}

function applyEffects(frame: Frame, cursor: Cursor, call: Call, signature: Signature, name: string): void {
  const rearranged = signature.shuffles === true ? rearrange(frame, cursor, call, name) : undefined;
  if (call.receiver !== undefined && signature.receiver !== undefined) {
    for (const effect of effectsIn(signature.receiver)) applyEffect(frame, cursor, call, effect, call.receiver, name);
  }
  call.args.forEach((argument, index) => {
    const effects = effectsIn(signature.arguments?.[index] ?? signature.rest ?? "read");
    for (const effect of effects.length === 0 ? ["read" as const] : effects)
      applyEffect(frame, cursor, call, effect, argument, name);
  });
  for (const each of call.spread) {
    applyEffect(frame, cursor, call, "read", each, name);
    if (signature.rest !== "keep") continue;
    let elements: PointsTo = NOTHING;
    for (const object of objectsOf(frame, each.value)) elements = union(elements, readElements(frame, cursor, object));
    applyEffect(frame, cursor, call, "keep", { value: elements, node: each.node }, name);
  }
  if (signature.replaces === true) replaceEntry(frame, cursor, call, call.args[1]?.value ?? NOTHING);
  else if (REMOVES.has(name) && call.receiver !== undefined) {
    const kept = signature.rest === "keep" || KEEPS.has(name) ? (call.args.at(-1)?.value ?? NOTHING) : NOTHING;
    for (const object of objectsOf(frame, call.receiver.value)) {
      forgetOwned(frame, cursor, object, kept);
      mayHaveLeft(frame, cursor, object);
    }
  }
  if (signature.shuffles === true && END[name] === undefined) {
    for (const object of objectsOf(frame, call.receiver?.value ?? NOTHING)) {
      if (rearranged === undefined) shuffle(frame, cursor, object);
      else place(cursor, object, rearranged);
    }
  }
}

function applyEffect(
  frame: Frame,
  cursor: Cursor,
  call: Pick<Call, "node" | "receiver" | "args" | "by" | "isEach">,
  effect: Effect,
  target: Given,
  method: string,
): void {
  const { value, node } = target;
  // What a helper locks it mostly releases, or it asks before.
  if (effect === "lock" && call.by !== undefined) return;
  switch (effect) {
    case "ask":
      break;
    case "later":
      for (const { fn } of objectsOf(frame, value)) if (fn !== undefined) frame.kept.set(node, fn);
      break;
    case "dispose":
      dispose(frame, cursor, value, { node: call.node, subject: node, by: call.by });
      break;
    case "mutate":
    case "mutateContent":
      checkUse(frame, cursor, value, node, { kind: "set", key: undefined });
      checkChange(
        frame,
        cursor,
        value,
        call.node,
        node,
        { own: effect === "mutate", what: `call of '${method}'`, ...(method === "clear" && { isEmptying: true }) },
        call.by,
      );
      break;
    case "post":
    case "clone":
      checkUse(frame, cursor, value, node, { kind: "pass" });
      (effect === "post" ? post : clone)(frame, cursor, value, {
        node: call.node,
        subject: node,
        by: call.by,
        mayTransferMore: call.args.length > 1,
      });
      break;
    case "read":
      checkUse(frame, cursor, value, node, { kind: "pass" });
      break;
    case "readBody":
    case "cloneBody":
      checkUse(frame, cursor, value, node, { kind: "pass" });
      readBody(frame, cursor, target, effect === "readBody" ? call.node : undefined, call.by);
      break;
    case "transferList":
      transferListed(frame, cursor, target, call.node);
      break;
    case "transferOption":
      transferOption(frame, cursor, target, "transferList", call.node);
      break;
    case "keep":
    case "keepKey": {
      checkUse(frame, cursor, value, node, { kind: "pass" });
      const receivers = objectsOf(frame, call.receiver?.value ?? NOTHING);
      const name = effect === "keepKey" ? MAP_KEY : (newPlace(frame, cursor, call, receivers, method) ?? ANY);
      writeField(frame, cursor, receivers, { kind: "name", name }, value, call.node, { isPushed: true });
      break;
    }
    default:
      checkUse(frame, cursor, value, node, { kind: "pass" });
      if (effect === "lock") checkUnlocked(frame, cursor, value, node);
      consume(frame, cursor, value, effect, {
        node: call.node,
        subject: node,
        each: call.isEach === true ? call.node : undefined,
        handsBack: effect === "transfer",
        by: call.by,
      });
  }
}

/** The place of its own that a method gives to what it adds, if there is one. */
function newPlace(
  frame: Frame,
  cursor: Cursor,
  call: Pick<Call, "node" | "args">,
  receivers: readonly AbstractObject[],
  method: string,
): string | undefined {
  const [only] = receivers;
  if (only === undefined || receivers.length > 1) return undefined;
  if (only.kind === "Map" || only.kind === "WeakMap") return placeOf(frame, cursor, only, call);
  // At the end of an array that is known element by element.
  const isOnce = loopAround(call.node) === undefined && isDirectlyIn(frame.fn.node, call.node);
  const index = method === "push" && isOnce ? knownLength(cursor, only) : undefined;
  return index === undefined ? undefined : String(index);
}

const STATE = "state of ";
const isState = (result: Result): result is `state of ${Source}` =>
  typeof result === "string" && result.startsWith(STATE);

function resultOf(frame: Frame, cursor: Cursor, call: Call, result: Result, returned: PointsTo): PointsTo {
  if (result === "primitive") return NOTHING;
  if (result === "unknown") return call.isStatement ? NOTHING : unknownResult(frame, cursor, call.node);
  if (result === "callback") return returned;
  if (result === "accumulated")
    return isKnownCallback(frame, call) ? returned : unknownResult(frame, cursor, call.node);
  if (result === "frozenShallow") return frozenResult(frame, cursor, call.node, result);
  if (result === "frozen") {
    const made = frozenResult(frame, cursor, call.node);
    for (const object of objectsOf(frame, made)) object.isData = true;
    return made;
  }
  if (isState(result)) return stateResult(frame, cursor, call, result.slice(STATE.length) as Source);
  if (result === "borrow") return borrow(frame, cursor, unknownResult(frame, cursor, call.node), call.node, call.node);
  if (result === "region") return newRegion(frame, cursor, undefined, call.node);
  if (result === "entry") return entryOf(frame, cursor, call);
  if (result === "element") return elementFrom(frame, cursor, call, END[lastName(call.callee?.builtin ?? "")]);
  if (typeof result === "string") return sourceValue(call, result);
  return freshResult(frame, cursor, call, result, returned);
}
