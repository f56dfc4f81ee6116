import { generated } from "../../.vitepress/theme/generated.ts";
import type { Checked, CheckRequest, CheckResponse } from "../messages.ts";

export interface Checker {
  /** Checks a text. Of texts that come while another is being checked only the last one is; the others stay without answer. */
  check(code: string): void;
  end(): void;
}

/** Starts the worker that lints and compiles. */
export function startChecker(answer: (checked: Checked) => void, fail: (message: string) => void): Checker {
  const worker = new Worker(generated("language.js"), { type: "module" });
  let sent = 0;
  let waiting: string | undefined;
  let isBusy = false;

  const send = (code: string): void => {
    isBusy = true;
    worker.postMessage({ id: ++sent, code } satisfies CheckRequest);
  };
  worker.onmessage = ({ data }: MessageEvent<CheckResponse>) => {
    isBusy = false;
    if (waiting === undefined) answer(data);
    else send(waiting);
    waiting = undefined;
  };
  worker.onerror = ({ message }) => {
    isBusy = false;
    fail(message || "The checker could not be loaded.");
  };
  return {
    check(code) {
      if (isBusy) waiting = code;
      else send(code);
    },
    end: () => worker.terminate(),
  };
}
