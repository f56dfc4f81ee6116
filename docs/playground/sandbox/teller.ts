import { LIMITS, type LeftOut, type RunEvent } from "../messages.ts";

/** What is kept free for the end, which always is told. */
const ROOM_FOR_END = 100_000;

export interface Teller<Snapshot> {
  print(level: "log" | "warn" | "error", text: string): void;
  /** @param take is called only if the step will be told, which takes time */
  step(line: number, take: () => Snapshot): void;
  end(failure?: (RunEvent<Snapshot> & { type: "end" })["failure"]): void;
}

/** Tells what a program does within {@link LIMITS}, as JSON; what is too much is counted. */
export function createTeller<Snapshot>(send: (json: string) => void): Teller<Snapshot> {
  const left = { steps: LIMITS.steps as number, prints: LIMITS.prints as number };
  const more = { steps: 0, prints: 0 };
  let room = LIMITS.total - ROOM_FOR_END;
  const tell = (kind: keyof LeftOut, event: () => RunEvent<Snapshot>): void => {
    const json = left[kind] > 0 && room > 0 ? JSON.stringify(event()) : undefined;
    if (json === undefined || json.length > room) {
      more[kind]++;
      return;
    }
    left[kind]--;
    room -= json.length;
    send(json);
  };
  return {
    print: (level, text) => tell("prints", () => ({ type: "print", level, text: cut(text) })),
    step: (line, take) => tell("steps", () => ({ type: "step", line, snapshot: take() })),
    end(failure) {
      const told = failure && {
        ...failure,
        name: cut(failure.name),
        message: cut(failure.message),
        stack: cut(failure.stack),
      };
      send(JSON.stringify({ type: "end", ...(told && { failure: told }), more } satisfies RunEvent<Snapshot>));
    },
  };
}

const cut = (text: string): string => (text.length <= LIMITS.text ? text : `${text.slice(0, LIMITS.text - 1)}…`);
