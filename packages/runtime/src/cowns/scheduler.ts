/** One cown as the scheduler sees it: who has it and who waits for it, in the order of spawning. Nothing else is kept. */
export class Line {
  first: Request | undefined = undefined;
  last: Request | undefined = undefined;
  /** Other threads stand in it, too. */
  gate: Gate | undefined = undefined;
}

/** Where a line goes on in other threads. */
export interface Gate {
  /** A task has taken its places: those in lines with gates get permits. For each that it has to wait for it misses one thing more. */
  admit(task: Task): void;
  /** Gets the permit for a task that needs nothing else. @returns undefined if others have it, or want it */
  tryPermit(): Permit | undefined;
}

/** What lets tasks of this thread through a gate. */
export interface Permit {
  /** This thread has to wait for others. */
  readonly waits: boolean;
  /** Lets a task through, in all lines with gates. */
  admit(task: Task): void;
  /** A place is given up. */
  leave(task: Task): void;
}

/** The place of one task in one line. */
export class Request {
  granted = false;
  /** In a line with a gate. */
  permit: Permit | undefined = undefined;
  previous: Request | undefined;
  next: Request | undefined = undefined;
  /** The same task's place in another line. */
  sibling: Request | undefined = undefined;

  constructor(
    readonly task: Task,
    readonly line: Line,
    public reads: boolean,
  ) {
    this.previous = line.last;
    if (line.last === undefined) line.first = this;
    else line.last.next = this;
    line.last = this;
  }
}

/** What a task needs of one cown. */
export interface Need {
  readonly line: Line;
  /** Others may read at the same time. */
  readonly reads: boolean;
}

/** Something that runs when it has all that it needs, and gives all of it back at the end. */
export abstract class Task {
  /** The first of its places, one for each line: a list by `sibling`, in the order in which they were asked for. */
  places: Request | undefined = undefined;
  /** How many of them are not granted yet. */
  missing = 0;

  /** It has everything. Called once, within `enter` or within the `leave` of another task; must not throw. */
  abstract ready(): void;

  /** It cannot have everything: gives up its places. Called within a step of a gate only; must not throw. */
  abstract fail(error: Error): void;

  get holds(): boolean {
    return this.missing === 0 && this.places !== undefined;
  }
}

/**
 * The scheduler of behaviours. `enter` and `leave` are its only two steps; each is taken without interruption. Why no
 * tasks can wait for each other for ever, and in which order they run: see `scheduler.md` beside this file.
 *
 * It takes a place in every line that the task needs. A line that is needed twice is taken once, for writing if that
 * was asked for at all.
 *
 * @param permit for the lines with gates, where it is there already
 */
export function enter(task: Task, needs: readonly Need[], permit?: Permit): void {
  let latest: Request | undefined;
  let gate: Gate | undefined;
  for (const { line, reads } of needs) {
    const { last } = line;
    if (last?.task === task) {
      last.reads &&= reads;
      continue;
    }
    const request = new Request(task, line, reads);
    task.missing += 1;
    if (latest === undefined) task.places = request;
    else latest.sibling = request;
    latest = request;
    gate ??= line.gate;
  }
  if (gate !== undefined) (permit ?? gate).admit(task);
  for (let r = task.places; r !== undefined; r = r.sibling) if (isFree(r)) grant(r);
  if (task.missing === 0) task.ready();
}

/** Gives up all places of a task: it has run, or it does not want to run any more. */
export function leave(task: Task): void {
  let ready: Task[] | undefined;
  for (let place = task.places; place !== undefined; place = place.sibling) {
    const { previous, next, line, permit } = place;
    if (previous === undefined) line.first = next;
    else previous.next = next;
    if (next === undefined) line.last = previous;
    else next.previous = previous;
    for (let r = next; r !== undefined && !r.granted && isFree(r); r = r.next) {
      grant(r);
      if (r.task.missing === 0) (ready ??= []).push(r.task);
    }
    permit?.leave(task);
  }
  task.places = undefined;
  // last, so that all that was held is released at once
  if (ready !== undefined) for (const other of ready) other.ready();
}

/** Nobody is before it in the line, or only readers are who have it and it wants to read, too. */
function isFree({ previous, reads }: Request): boolean {
  return previous === undefined || (reads && previous.reads && previous.granted);
}

function grant(request: Request): void {
  request.granted = true;
  request.task.missing -= 1;
}

/** Does one task wait for something that the other one has? */
export function waitsFor(task: Task, other: Task): boolean {
  if (!other.holds || task.missing === 0) return false;
  const held = new Set(linesOf(other));
  for (let r = task.places; r !== undefined; r = r.sibling)
    if ((!r.granted || r.permit?.waits === true) && held.has(r.line)) return true;
  return false;
}

/** The lines in which a task stands. */
export function linesOf({ places }: Task): Line[] {
  const lines: Line[] = [];
  for (let r = places; r !== undefined; r = r.sibling) lines.push(r.line);
  return lines;
}

/** Those in a line who have it: all of it that they need, and everything else that they need. */
export function holders({ first }: Line): Request[] {
  const found: Request[] = [];
  for (let r = first; r?.granted === true; r = r.next) if (r.task.missing === 0) found.push(r);
  return found;
}

/** Those in a line who wait: for it, or for something else. */
export function waiters({ first }: Line): Request[] {
  const found: Request[] = [];
  for (let r = first; r !== undefined; r = r.next) if (r.task.missing > 0) found.push(r);
  return found;
}
