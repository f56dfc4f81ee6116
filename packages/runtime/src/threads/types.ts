/** What can be transferred to another thread, as far as the types of the host that a program loads know it. */
type HostPort = typeof globalThis extends { MessagePort: { prototype: infer Port } } ? Port : never;
export type Transferable = ArrayBuffer | HostPort;

/** What `send` posts to: a MessagePort, a Worker, `parentPort`, `self` in a worker, a window, a BroadcastChannel. */
export interface Postable {
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- hosts differ in what they take
  postMessage(message: any, transfer?: any): void;
}

/** What `listen` listens to. Node's emitters hand over the message, other hosts an event that has it as `data`. */
export type Listenable =
  | {
      // eslint-disable-next-line @typescript-eslint/no-explicit-any -- hosts differ in what they take
      on(event: "message", listener: (message: any) => void): unknown;
      // eslint-disable-next-line @typescript-eslint/no-explicit-any -- hosts differ in what they take
      off(event: "message", listener: (message: any) => void): unknown;
    }
  | {
      // eslint-disable-next-line @typescript-eslint/no-explicit-any -- hosts differ in what they take
      addEventListener(type: "message", listener: (event: any) => void): unknown;
      // eslint-disable-next-line @typescript-eslint/no-explicit-any -- hosts differ in what they take
      removeEventListener(type: "message", listener: (event: any) => void): unknown;
    };

/** What `pack` makes: the message, and what has to be in the transfer list of whatever posts it. */
export interface Packet {
  readonly message: unknown;
  readonly transfer: readonly Transferable[];
}
