import type { Checked, CheckRequest, CheckResponse } from "../messages.ts";

export interface Checker {
  /** Checks a text. Only the text that came last is answered for; of those that come meanwhile no other is checked. */
  check(code: string): void;
  /** There is another text now: what was asked before is not answered any more. */
  forget(): void;
  end(): void;
}

/** The worker that lints and compiles, as far as the checker uses it. */
export type LanguageWorker = Pick<Worker, "onerror" | "onmessage" | "postMessage" | "terminate">;

/** @param start starts a worker: one at a time, and another one when one has failed */
export function startChecker(
  start: () => LanguageWorker,
  answer: (checked: Checked) => void,
  fail: (message: string) => void,
): Checker {
  let worker: LanguageWorker | undefined;
  /** The number of the question of which the answer is wanted; in forgetting it goes on, too. */
  let wanted = 0;
  let asked = 0;
  let waiting: string | undefined;
  let isBusy = false;

  const ask = (code: string): void => {
    worker ??= listenTo(start());
    isBusy = true;
    asked = wanted;
    worker.postMessage({ id: asked, code } satisfies CheckRequest);
  };
  const goOn = (): void => {
    isBusy = false;
    const code = waiting;
    waiting = undefined;
    if (code !== undefined) ask(code);
  };
  const listenTo = (started: LanguageWorker): LanguageWorker => {
    started.onmessage = ({ data }: MessageEvent<CheckResponse>) => {
      goOn();
      if (data.id === wanted) answer(data);
    };
    started.onerror = ({ message }) => {
      started.terminate(); // whatever state it is in
      worker = undefined;
      const isWanted = asked === wanted;
      goOn();
      if (isWanted) fail(message || "it could not be loaded");
    };
    return started;
  };
  return {
    check(code) {
      wanted++;
      if (isBusy) waiting = code;
      else ask(code);
    },
    forget() {
      wanted++;
      waiting = undefined;
    },
    end: () => worker?.terminate(),
  };
}
