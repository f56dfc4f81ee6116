import type { Snapshot } from "regions-runtime/diagram";
import { generated } from "../../.vitepress/theme/generated.ts";
import type { Program, RunEvent } from "../messages.ts";
import { createReader } from "./events.ts";
import { placesIn } from "./places.ts";

const TIME_LIMIT_S = 5;

/** What the frame does: it makes a worker of the text that it is given, and hands the program on. */
const FRAME = `<!doctype html>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'unsafe-inline' blob:; worker-src blob:">
<script>
addEventListener("message", ({ data: { sandbox, program }, ports }) => {
  new Worker(URL.createObjectURL(new Blob([sandbox]))).postMessage(program, ports);
}, { once: true });
</script>`;

let sandbox: Promise<string> | undefined;

function sandboxText(): Promise<string> {
  sandbox ??= load();
  sandbox.catch(() => (sandbox = undefined)); // the next program tries again
  return sandbox;
}

async function load(): Promise<string> {
  const response = await fetch(generated("sandbox.js"));
  if (!response.ok) throw new Error(`status ${response.status}`);
  return response.text();
}

/**
 * Runs a program in a worker of a frame that has an origin of its own and may load nothing: it reaches neither this page
 * nor the network, and can be ended even if it never ends.
 *
 * @returns a function that ends it
 */
export function run(program: Program, tell: (event: RunEvent<Snapshot>) => void): () => void {
  const frame = document.createElement("iframe");
  frame.setAttribute("sandbox", "allow-scripts");
  frame.hidden = true;
  frame.srcdoc = FRAME;
  const { port1, port2 } = new MessageChannel();
  const read = createReader(placesIn(program));
  let timer = 0;
  let isOver = false;

  const stop = (): void => {
    isOver = true;
    clearTimeout(timer);
    port1.close();
    frame.remove(); // and its worker with it
  };
  const end = (event: RunEvent<Snapshot> & { type: "end" }): void => {
    if (isOver) return;
    stop();
    tell(event);
  };
  const fail = (message: string): void => end({ type: "end", failure: { name: "Stopped", message, stack: "" } });
  port1.onmessage = ({ data }: MessageEvent<unknown>) => {
    if (isOver) return; // what was on its way
    const event = read(data);
    if (event === undefined) fail(NO_EVENT);
    else if (event.type === "end") end(event);
    else tell(event);
  };
  const begin = async (): Promise<void> => {
    const text = await sandboxText();
    if (isOver) return;
    timer = window.setTimeout(() => fail(TOO_LONG), TIME_LIMIT_S * 1000);
    frame.contentWindow?.postMessage({ sandbox: text, program: program.js }, "*", [port2]);
  };
  frame.onload = () => {
    begin().catch((error: unknown) => fail(`What runs programs could not be loaded: ${String(error)}`));
  };
  document.body.append(frame);
  return stop;
}

const TOO_LONG = `The program had not ended after ${TIME_LIMIT_S} seconds. Is there an endless loop, or a promise that nobody settles?`;
const NO_EVENT = "The program has meddled with what tells this page about it.";
