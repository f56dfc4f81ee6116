import type { Region } from "regions-runtime";

/** A piece of work. Each job is a region: whoever holds its handle is the only one who can change it. */
export interface Job {
  name: string;
  postponed: number;
  steps: string[];
}

/** Jobs that wait for a worker. */
export interface Queue {
  waiting: Region<Job>[];
}
