import type { Gate, Task } from "../../cowns/scheduler.js";
import { RegionError } from "../../errors.js";
import type { Domain } from "../domain/domain.js";
import type { Line } from "../line/line.js";
import { isCrowded } from "../line/overflow.js";
import { isLost } from "../line/protocol.js";
import { TicketPermit, type Way } from "./permit.js";

/** What stands between tasks of this thread and a cown that other threads have, too: its line in shared memory. */
export class SharedGate implements Gate, Way {
  readonly alone: readonly SharedGate[] = [this];
  readonly lines: readonly Line[];
  /** By which tasks of this thread asked last, for this cown first. */
  #last: TicketPermit | undefined = undefined;

  /** @param label of the cown, for messages */
  constructor(
    readonly domain: Domain,
    readonly line: Line,
    readonly label: string,
  ) {
    this.lines = [line];
  }

  admit(task: Task): void {
    const gates = gatesOf(task) ?? this.alone;
    const first = gates[0]!;
    if (gates.length > 1 && gates.some(({ domain }) => domain !== first.domain)) {
      task.missing += 1;
      queueMicrotask(() => task.fail(strangersError(gates)));
      return;
    }
    const last = first.#last;
    // who found no room before comes before this one, too
    const joins = last?.isFor(gates) === true && !isCrowded() && last.isLast();
    (joins ? last : (first.#last = TicketPermit.ask(gates))).admit(task);
  }

  tryPermit(): TicketPermit | undefined {
    if (this.isLost) throw this.lossError();
    return TicketPermit.tryAsk(this);
  }

  get isLost(): boolean {
    return isLost(this.line);
  }

  lossError(): RegionError {
    return new RegionError(
      "ERR_OWNER_LOST",
      `${this.label} is lost: the thread that held it has ended. What it had at the last release is kept: ` +
        "recover(cown), from regions-runtime/threads, takes it over like that. Until then everybody who acquires it gets this error.",
    );
  }
}

/** Lines of different domains have no common order. */
function strangersError(gates: readonly SharedGate[]): RegionError {
  const labels = gates.map(({ label }) => label).join(", ");
  return new RegionError(
    "ERR_WOULD_DEADLOCK",
    `Cannot acquire ${labels} together: they were shared first by threads that did not know each other, so there is no order in which all would acquire them. ` +
      "Make them in one thread; or share a cown in the thread that starts the others, before it starts them.",
  );
}

/** Of all that a task needs, in the order of the numbers of their lines; undefined if it is only one. */
function gatesOf(task: Task): SharedGate[] | undefined {
  let place = task.places;
  if (place?.sibling === undefined) return undefined;
  const gates: SharedGate[] = [];
  for (; place !== undefined; place = place.sibling)
    if (place.line.gate !== undefined) gates.push(place.line.gate as SharedGate);
  return gates.sort((a, b) => a.line.number - b.line.number);
}
