import { reactive } from "@vue/reactivity";
import { createDraft } from "immer";
import { proxy as valtio } from "valtio/vanilla";
import { Region } from "regions-runtime";
import { measure } from "./measure.js";
import { topic, type Topic } from "./topic.js";

interface Subject {
  a: number;
  b: number;
  child: { x: number };
  list: number[];
}

const subject = (): Subject => ({ a: 1, b: 2, child: { x: 1 }, list: [1, 2, 3, 4] });

function bareProxy(): Subject {
  return new Proxy<Record<PropertyKey, unknown>>(
    { ...subject() },
    {
      get: (target, key) => target[key],
      set: (target, key, value) => {
        target[key] = value;
        return true;
      },
    },
  ) as unknown as Subject;
}

/** The same code for each candidate, but not the same function: otherwise they would spoil each other's call sites. */
function loop(body: string): (subject: Subject) => unknown {
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- a copy per candidate
  return new Function("o", `let s = 0; for (let i = 0; i < ${TIMES}; i++) { ${body} } return s;`) as (
    subject: Subject,
  ) => unknown;
}

const TIMES = 30_000;

export function handleTopics(): Topic[] {
  const subjects: [string, Subject][] = [
    ["regions-runtime", new Region(subject())],
    ["bare Proxy with traps", bareProxy()],
    ["immer draft", createDraft(subject())],
    ["@vue/reactivity", reactive(subject())],
    ["valtio", valtio(subject())],
    ["plain object", subject()],
  ];
  const run = (name: string, body: string, bars: [string, number][]): Topic =>
    topic(
      name,
      "ns per access",
      measure(
        subjects.map(([candidate, value]) => ({ name: candidate, prepare: () => value, run: loop(body) })),
        TIMES * 2,
        12,
      ),
      bars.map(([reference, times]) => ({ reference, times })),
    );
  return [
    run("read a field", "s += o.a + o.b;", [
      ["bare Proxy with traps", 1.3],
      ["immer draft", 0.55],
      ["@vue/reactivity", 0.55],
    ]),
    run("write a field", "o.a = i; o.b = i;", [
      ["@vue/reactivity", 0.1],
      ["valtio", 0.1],
    ]),
    run("read a field of a child", "s += o.child.x; s += o.child.x;", []),
    run("read an element", "s += o.list[0]; s += o.list[1];", []),
  ];
}
