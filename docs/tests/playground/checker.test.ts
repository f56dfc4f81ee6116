import { describe, expect, test } from "vitest";
import type { Checked, CheckRequest } from "../../playground/messages.ts";
import { startChecker, type LanguageWorker } from "../../playground/page/checker.ts";

/** A worker that answers when it is told to. */
class Worker implements LanguageWorker {
  onmessage: LanguageWorker["onmessage"] = null;
  onerror: LanguageWorker["onerror"] = null;
  readonly asked: string[] = [];
  isEnded = false;
  #id = 0;

  postMessage({ id, code }: CheckRequest): void {
    this.#id = id;
    this.asked.push(code);
  }
  terminate(): void {
    this.isEnded = true;
  }
  answer(): void {
    const data = { id: this.#id, problems: [] };
    this.onmessage!.call(this as never, { data } as MessageEvent);
  }
  fail(message?: string): void {
    this.onerror!.call(this as never, { message } as ErrorEvent);
  }
}

function start() {
  const workers: Worker[] = [];
  const answers: Checked[] = [];
  const failures: string[] = [];
  const checker = startChecker(
    () => {
      workers.push(new Worker());
      return workers.at(-1)!;
    },
    (checked) => answers.push(checked),
    (message) => failures.push(message),
  );
  return { checker, workers, answers, failures };
}

describe("The checker", () => {
  test("answers for a text", () => {
    const { checker, workers, answers } = start();
    checker.check("a");
    workers[0]!.answer();
    expect(workers[0]!.asked).toEqual(["a"]);
    expect(answers).toHaveLength(1);
  });

  test("answers for the text that came last, and leaves out those between", () => {
    const { checker, workers, answers } = start();
    for (const code of ["a", "b", "c"]) checker.check(code);
    workers[0]!.answer();
    expect([workers[0]!.asked, answers]).toEqual([["a", "c"], []]);
    workers[0]!.answer();
    expect(answers).toHaveLength(1);
  });

  test("has no answer for a text once there is another one", () => {
    const { checker, workers, answers, failures } = start();
    checker.check("a");
    checker.forget();
    workers[0]!.answer();
    checker.check("b");
    checker.forget();
    workers[0]!.fail("of b");
    expect([answers, failures]).toEqual([[], []]);
  });

  test("asks nothing of a text that has been forgotten before its turn", () => {
    const { checker, workers } = start();
    checker.check("a");
    checker.check("b");
    checker.forget();
    workers[0]!.answer();
    expect(workers[0]!.asked).toEqual(["a"]);
  });

  test("says that it has failed, and goes on with another worker", () => {
    const { checker, workers, answers, failures } = start();
    checker.check("a");
    workers[0]!.fail("Uncaught Error");
    expect([failures, workers[0]!.isEnded]).toEqual([["Uncaught Error"], true]);
    checker.check("b");
    workers[1]!.answer();
    expect([workers[1]!.asked, answers.length]).toEqual([["b"], 1]);
  });

  test("asks what waits when it has failed", () => {
    const { checker, workers, answers, failures } = start();
    checker.check("a");
    checker.check("b");
    workers[0]!.fail("of a");
    workers[1]!.answer();
    expect([workers[1]!.asked, answers.length, failures]).toEqual([["b"], 1, []]);
  });

  test("says so where the worker could not be loaded", () => {
    const { checker, workers, failures } = start();
    checker.check("a");
    workers[0]!.fail();
    expect(failures).toEqual(["it could not be loaded"]);
  });
});
