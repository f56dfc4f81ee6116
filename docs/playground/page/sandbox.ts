import type { Snapshot } from "regions-runtime/diagram";
import { generated } from "../../.vitepress/theme/generated.ts";
import type { Program, RunEvent } from "../messages.ts";
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
  sandbox ??= fetch(generated("sandbox.js")).then((response) => response.text());
  return sandbox;
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
  const inSource = placesIn(program);
  let timer = 0;

  const stop = (): void => {
    clearTimeout(timer);
    port1.close();
    frame.remove(); // and its worker with it
  };
  const end = (event: RunEvent<Snapshot> & { type: "end" }): void => {
    stop();
    tell(event);
  };
  port1.onmessage = ({ data }: MessageEvent<string>) => {
    const event = JSON.parse(inSource(data)) as RunEvent<Snapshot>;
    if (event.type === "end") end(event);
    else tell(event);
  };
  frame.onload = async () => {
    const text = await sandboxText();
    timer = window.setTimeout(() => end({ type: "end", failure: tookTooLong }), TIME_LIMIT_S * 1000);
    frame.contentWindow?.postMessage({ sandbox: text, program: program.js }, "*", [port2]);
  };
  document.body.append(frame);
  return stop;
}

const tookTooLong = {
  name: "Stopped",
  message: `The program had not ended after ${TIME_LIMIT_S} seconds. Is there an endless loop, or a promise that nobody settles?`,
  stack: "",
};
