/** Thrown where a graph is being written into shared memory, and a cown is met: what is there cannot refer to what travels beside a message. */
export class HasCown extends Error {}
