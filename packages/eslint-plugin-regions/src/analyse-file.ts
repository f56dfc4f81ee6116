import type { TSESLint } from "@typescript-eslint/utils";
import type { Finding } from "./findings/finding.js";
import { createObjectTable } from "./flow/state/abstract-object.js";
import type { Observer } from "./flow/analyse-function.js";
import { analyseFunction } from "./flow/analyse-function.js";
import { applyCall } from "./flow/calls/call.js";
import type { FileContext, Frame } from "./flow/state/frame.js";
import { isAfterMoveOfFrozen } from "./flow/ownership/moves-of-frozen.js";
import { isPostedAgain } from "./flow/ownership/posts.js";
import { findRuntimeTypes } from "./flow/known/declared-types.js";
import { findCalled, findConcerned } from "./flow/known/concerned.js";
import { createConstants, findConstants } from "./flow/known/constants.js";
import { createFrame, findDefinitions } from "./flow/known/create-frame.js";
import { findFrozenVariables } from "./flow/known/frozen-variables.js";
import type { FunctionIR } from "./lower/ir.js";
import { irOf } from "./lower/lower-file.js";
import { namespacesOf, type SignatureTable } from "./operations/signature-table.js";
import { declarationsIn } from "./tags/declarations.js";
import { importedTypesIn, withImported } from "./tags/imported-types.js";
import { checkContract } from "./tags/check-contract.js";
import { type Answers, answersText } from "./particular/answer.js";
import { summarise, withoutMade } from "./summaries/summarise.js";
import type { Summary } from "./summaries/summary.js";
import { UNKNOWN_SUMMARY } from "./summaries/summary.js";
import { typesOf } from "./types/types.js";

/** Whether a function is written inside of another one. */
function isInside(fn: FunctionIR, outer: FunctionIR): boolean {
  for (let each = fn.parent; each !== undefined; each = each.parent) if (each === outer) return true;
  return false;
}

/** Calls within calls are followed to this depth; beyond, nothing is known of them. */
const DEEPEST_CALL = 150;
/** A recursive function is summed up again until that changes nothing, or this often. */
const MOST_ROUNDS = 4;
/** A function is looked at again for so many ways in which calls of it answer what it asks. */
const MOST_PARTICULAR = 8;

/**
 * Analyses a file: every function once, those that it calls before it.
 *
 * @param observe for debugging: called after each instruction of `FunctionIR`, once it is known what holds there
 */
export function analyseFile(
  sourceCode: TSESLint.SourceCode,
  signatures: SignatureTable,
  observe?: (fn: FunctionIR, frame: Frame) => Observer | undefined,
): Finding[] {
  const ir = irOf(sourceCode);
  const summaries = new Map<FunctionIR, Summary>();
  const running = new Map<FunctionIR, { summary: Summary; isRecursive: boolean }>();
  const definitions = new Map(ir.functions.map((fn) => [fn, findDefinitions(fn)]));

  const called = new Set<FunctionIR>();
  const concerned = new Set<FunctionIR>();
  /** In the order in which they were summed up. */
  const done: FunctionIR[] = [];

  const summaryOf = (fn: FunctionIR): Summary => {
    const known = summaries.get(fn);
    if (known !== undefined) return known;
    const active = running.get(fn);
    if (active !== undefined) {
      active.isRecursive = true;
      recursive.add(fn);
      return withoutMade(active.summary);
    }
    if (running.size >= DEEPEST_CALL) return UNKNOWN_SUMMARY;
    // A function that calls the one around it is a part of that: it is looked at again from there.
    const inside = [...running].filter(([each]) => isInside(each, fn));
    for (const [each] of inside) running.delete(each);
    const summary = analyse(fn);
    for (const [each, state] of inside) running.set(each, state);
    return summary;
  };

  const analyse = (fn: FunctionIR): Summary => {
    const active = { summary: UNKNOWN_SUMMARY, isRecursive: false };
    running.set(fn, active);
    const before = done.length;
    for (let round = 0; round < MOST_ROUNDS; round++) {
      const frame = createFrame(file, definitions.get(fn)!);
      analyseFunction(frame, observe?.(fn, frame));
      const summary = summarise(frame);
      checkContract(frame, summary);
      const isStable = summary.effects.length === active.summary.effects.length;
      const isWaiting = summary.waits.length > 0 && active.summary.waits.length === 0;
      active.summary = summary;
      if (!active.isRecursive || (isStable && !isWaiting)) break;
      // What called it in the meantime did not know that it waits, nor did functions in it know what it does.
      if (isWaiting) done.splice(before).forEach((each) => summaries.delete(each));
      else forgetInner(fn);
    }
    running.delete(fn);
    done.push(fn);
    summaries.set(fn, active.summary);
    return active.summary;
  };

  const forgetInner = ({ inner }: FunctionIR): void => {
    for (const each of inner) {
      summaries.delete(each);
      forgetInner(each);
    }
  };

  /** Functions that call themselves, of which one look at them alone does not say all that they do. */
  const recursive = new Set<FunctionIR>();
  const particular = new Map<FunctionIR, Map<string, Summary | undefined>>();

  const summaryFor = (fn: FunctionIR, answers: Answers): Summary | undefined => {
    let known = particular.get(fn);
    if (known === undefined) particular.set(fn, (known = new Map<string, Summary | undefined>()));
    const text = answersText(answers);
    if (known.has(text)) return known.get(text);
    if (known.size >= MOST_PARTICULAR || recursive.has(fn)) return undefined;
    const frame = createFrame(file, definitions.get(fn)!, answers);
    analyseFunction(frame);
    const summary = summarise(frame);
    known.set(text, summary);
    return summary;
  };

  const importedTypes = importedTypesIn(signatures);
  const tags = withImported(declarationsIn(sourceCode), ir, importedTypes);
  const file: FileContext = {
    sourceCode,
    ir,
    signatures: tags.signatures.size === 0 ? signatures : new Map([...signatures, ...tags.signatures]),
    namespaces: namespacesOf(signatures),
    tags,
    importedTypes,
    types: typesOf(sourceCode),
    typed: new Set(),
    table: createObjectTable(),
    builtins: { members: new Map(), methods: new Map(), variables: new Map() },
    operations: new Map(),
    findings: new Map(),
    quiescing: new Set(),
    constants: createConstants(),
    moves: new Map(),
    distant: new Map(),
    posts: { resent: new Set(), captured: new Map() },
    runtimeTypes: findRuntimeTypes(ir),
    declarations: new Map(),
    called,
    concerned,
    summaryOf,
    summaryFor,
    definitionsOf: (fn) => definitions.get(fn)!.definitions,
    applyCall,
  };
  findConstants(file, [...definitions.values()]);
  findFrozenVariables(file, [...definitions.values()]);
  findCalled(file, [...definitions.values()]).forEach((fn) => called.add(fn));
  for (const fn of findConcerned(file, [...definitions.values()])) concerned.add(fn);
  for (const fn of concerned) summaryOf(fn);
  return [...file.findings.values()].filter(
    (finding) => !isPostedAgain(file, finding) && !isAfterMoveOfFrozen(file, finding),
  );
}
