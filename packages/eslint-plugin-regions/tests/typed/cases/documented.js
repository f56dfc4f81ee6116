const waiting = [];

/**
 * Takes a job over.
 *
 * @param {{ id: number }} job what to do
 * @moves job
 */
export function enqueue(job) {
  waiting.push(job);
}
