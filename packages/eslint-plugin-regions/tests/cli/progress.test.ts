import { describe, expect, test } from "vitest";
import { createProgress } from "../../src/cli/progress.ts";
import type { Terminal } from "../../src/cli/terminal.ts";

function terminal(isTTY: boolean): { readonly terminal: Terminal; shown(): string } {
  let written = "";
  const output = {
    isTTY,
    columns: 80,
    write: (text: string) => (written += text),
    on: () => undefined,
    cursorTo: () => undefined,
    moveCursor: () => undefined,
    clearLine: () => undefined,
    clearScreenDown: () => undefined,
  };
  return { terminal: { cwd: "/", env: {}, stdout: output, stderr: output }, shown: () => written };
}

/** Goes over four files, of which each takes `time` milliseconds. */
function run(isTTY: boolean, time: number): string {
  const { terminal: to, shown } = terminal(isTTY);
  let now = 0;
  using progress = createProgress(to, () => now);
  for (let done = 1; done <= 4; done++) {
    now += time;
    progress.update(done, 4);
  }
  return shown();
}

describe("A bar", () => {
  test("shows how far a long run is", () => {
    expect(run(true, 600)).toContain("2 of 4 files");
  });

  test("is not shown in a short run", () => {
    expect(run(true, 100)).toBe("");
  });

  test("is not shown where nobody sees it", () => {
    expect(run(false, 600)).toBe("");
  });
});
