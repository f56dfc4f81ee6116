import { HEADER } from "../../../src/threads/image/format.js";
import { pack } from "../../../src/threads.js";

/** A message about something frozen, and the memory that it shares. */
export interface SharedMessage {
  readonly image: ArrayBuffer;
  readonly resources: object[];
  readonly shared: {
    readonly list: { readonly memory: SharedArrayBuffer; readonly uses: number[] }[];
    readonly uses: number[];
  };
}

/** What a message is where it arrives. */
export function messageOf(value: unknown): SharedMessage {
  return structuredClone(pack(value).message) as SharedMessage;
}

/** The same message with memory of its own, as if it had been written by a thread that this one knows nothing of. */
export function inMemory(message: SharedMessage, words: Int32Array): SharedMessage {
  const memory = new SharedArrayBuffer(words.byteLength);
  const copy = new Int32Array(memory);
  copy.set(words);
  if (copy.length > HEADER.probe) for (const i of [0, 1]) copy[HEADER.id + i] = Math.floor(Math.random() * 2 ** 31);
  const [, ...rest] = message.shared.list;
  return {
    ...message,
    image: message.image.slice(),
    shared: { list: [{ memory, uses: message.shared.list[0]!.uses }, ...rest], uses: message.shared.uses },
  };
}
