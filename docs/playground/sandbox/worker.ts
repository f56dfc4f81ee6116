// Runs a program, and tells what it does. It runs in a worker that a frame without rights has made: see `../page/sandbox.ts`.
import inspect from "object-inspect";
import * as runtime from "regions-runtime";
import * as diagram from "regions-runtime/diagram";
import * as testing from "regions-runtime/testing";
import * as threads from "regions-runtime/threads";
import { PROGRAM_FILE, type Failure } from "../messages.ts";
import { objectsIn } from "./objects.ts";
import { createTeller } from "./teller.ts";

const modules: Readonly<Record<string, unknown>> = {
  "regions-runtime": runtime,
  "regions-runtime/diagram": diagram,
  "regions-runtime/testing": testing,
  "regions-runtime/threads": threads,
};

declare function importScripts(url: string): void; // of workers, which the types of pages do not know

type Require = (name: string) => unknown;
type Step = (line: number, variables: object) => void;
/** The program, as a function. */
type Run = (require: Require, exports: object, step: Step) => Promise<void>;

/** The port is the page's; `postMessage` is the program's, and goes nowhere. */
addEventListener("message", ({ data: js, ports: [port] }: MessageEvent<string>) => start(js, port!), { once: true });

function start(js: string, port: MessagePort): void {
  const script = URL.createObjectURL(new Blob([`runProgram(async function(require, exports, __step) {${js}\n});`]));
  // as text, in which the page looks for places in the program
  const teller = createTeller<diagram.Snapshot>((json) => port.postMessage(json.replaceAll(script, PROGRAM_FILE)));
  const end = (error?: { reason: unknown }): void => teller.end(error && failureOf(error.reason));
  for (const level of ["log", "warn", "error"] as const) {
    console[level] = (...values: unknown[]) => teller.print(level, values.map(show).join(" "));
  }
  console.info = console.debug = console.log;
  addEventListener("unhandledrejection", (event) => end(event));
  addEventListener("error", ({ error }) => end({ reason: error }));

  const step: Step = (line, variables) => teller.step(line, () => diagram.snapshot(objectsIn(variables)));
  runtime.configure({ sites: true });
  const runProgram = (run: Run): void => {
    run(requireModule, {}, step)
      .then(() => runtime.quiesce())
      .then(
        () => end(),
        (reason: unknown) => end({ reason }),
      );
  };
  Object.assign(globalThis, { runProgram });
  importScripts(script); // a script of its own, so that places in stack traces are places in the program
}

function requireModule(name: string): unknown {
  if (name in modules) return modules[name];
  throw new Error(`The playground has no module "${name}", only ${Object.keys(modules).join(", ")}.`);
}

function show(value: unknown): string {
  return typeof value === "string" ? value : inspect(value, { depth: 6 });
}

function failureOf(reason: unknown): Failure {
  if (!(reason instanceof Error)) return { name: "Thrown", message: show(reason), stack: "" };
  const { name, message, stack = "" } = reason;
  return reason instanceof runtime.RegionError ? { name, message, stack, code: reason.code } : { name, message, stack };
}
