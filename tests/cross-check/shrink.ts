import { check, type Check } from "./check.js";
import { statementsOf, unwrapped, without, type Program } from "./program.js";

/** The smallest program found that still has a disagreement of the same kind about the same rule. */
export async function shrink(start: Check): Promise<Check> {
  const [wanted] = start.disagreements;
  if (wanted === undefined) return start;
  const isLike = (each: Check): boolean =>
    each.runs.crashes.length === 0 &&
    each.disagreements.some(({ kind, rule }) => kind === wanted.kind && rule === wanted.rule);
  let best = start;
  for (let isSmaller = true; isSmaller;) {
    isSmaller = false;
    for (const candidate of smaller(best.program)) {
      const checked = await attempt(candidate);
      if (checked === undefined || !isLike(checked)) continue;
      best = checked;
      isSmaller = true;
      break;
    }
  }
  return best;
}

async function attempt(program: Program): Promise<Check | undefined> {
  try {
    return await check(program);
  } catch {
    return undefined; // taken apart so that it is no program any more
  }
}

/** Programs with one statement less, the last first: what comes later needs what came before. */
function* smaller(program: Program): Iterable<Program> {
  for (const each of statementsOf(program).reverse()) {
    yield without(program, new Set([each]));
    if (each.kind === "block") yield unwrapped(program, each);
  }
  yield* simpler(program);
}

/** Values without the parts that nobody needs. */
function* simpler(program: Program): Iterable<Program> {
  for (const each of statementsOf(program)) {
    if (each.kind !== "line") continue;
    for (const match of each.text.matchAll(/, (?:node|index|bag|items|leaf): (?=[[{n])/g)) {
      const text = withoutField(each.text, match.index);
      if (text === undefined) continue;
      yield replaced(program, each, text);
    }
  }
}

function withoutField(text: string, start: number): string | undefined {
  let depth = 0;
  for (let at = start + 1; at < text.length; at++) {
    const each = text[at]!;
    if ("[{(".includes(each)) depth++;
    else if ("]})".includes(each) && depth-- === 0) return text.slice(0, start).concat(" ", text.slice(at));
    else if (each === "," && depth === 0) return text.slice(0, start) + text.slice(at);
  }
  return undefined;
}

const replaced = (program: Program, line: object, text: string): Program =>
  program.map((each) => {
    if (each === line) return { kind: "line", text };
    if (each.kind === "line") return each;
    return {
      ...each,
      sections: each.sections.map((section) => ({ ...section, body: replaced(section.body, line, text) })),
    };
  });
