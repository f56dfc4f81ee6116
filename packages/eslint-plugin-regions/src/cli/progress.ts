import { Presets, SingleBar } from "cli-progress";
import type { Terminal } from "./terminal.js";

export interface Progress extends Disposable {
  update(done: number, total: number): void;
}

/** Shorter runs are over before a bar could be read. */
const PATIENCE = 1000;

/**
 * A bar below everything else, while a run is long and somebody sees it.
 *
 * @param now in milliseconds
 */
export function createProgress({ stderr }: Terminal, now: () => number = Date.now): Progress {
  const begin = now();
  let bar: SingleBar | undefined;
  return {
    update(done, total) {
      if (stderr.isTTY !== true) return;
      if (bar === undefined && now() - begin >= PATIENCE && done < total) {
        bar = new SingleBar(
          {
            stream: stderr as NodeJS.WriteStream,
            clearOnComplete: true,
            hideCursor: true,
            format: "{bar} {value} of {total} files",
            // Linting leaves no time for timers.
            synchronousUpdate: true,
            gracefulExit: false,
          },
          Presets.shades_classic,
        );
        bar.start(total, done);
      }
      bar?.update(done);
    },
    [Symbol.dispose]() {
      bar?.stop();
    },
  };
}
