import { holderBehind } from "../../heap/holder.js";
import { badPacket } from "./bad-packet.js";
import * as format from "./format.js";
import { arrayOf, fieldsFor } from "./layouts.js";
import type { PartSource } from "./parts.js";
import type { Records } from "./reader.js";
import { isBuffer } from "./resources.js";

/** Where the parts of a graph come from that are not in the image itself. */
export interface Surroundings {
  readonly resources: readonly object[];
  readonly images: readonly PartSource[];
  /** The object with a number that the reader has already. */
  prior?(number: number): unknown;
  /** What the ordinal of the memory of a view stands for. */
  memory(ordinal: number): unknown;
}

/** Makes objects that hold nothing yet, from what has to be known when they are made. */
export class ShellMaker {
  /** By shape: see `fieldsFor`; null where there are none. */
  readonly #fields: (PropertyDescriptorMap | null | undefined)[] = [];

  constructor(
    readonly image: Records,
    readonly surroundings: Surroundings,
  ) {}

  make(at: number): object {
    const { words } = this.image;
    const word = words[at]!;
    switch (format.kindIn(word)) {
      case format.OBJECT:
      case format.BARE_OBJECT:
        return this.object(word);
      case format.ARRAY:
        return arrayOf(words[at + 1]!);
      case format.SPARSE_ARRAY:
        return [];
      case format.MAP:
        return new Map();
      case format.SET:
        return new Set();
      case format.DATE:
        return new Date(this.image.primitive(words[at + 1]!) as number);
      case format.REG_EXP:
        return this.#regExp(words[at + 1]!, words[at + 2]!);
      case format.ERROR:
        return emptyError(format.ERRORS[format.detailIn(word)]!);
      case format.BOX:
        return Object(this.image.primitive(words[at + 1]!)) as object;
      case format.RESOURCE:
      case format.COWN:
        return this.#resource(words[at + 1]!, format.kindIn(word) === format.COWN);
      case format.PART:
        return this.surroundings.images[words[at + 1]!]!.part(words[at + 2]!);
      case format.PRIOR:
        return this.surroundings.prior!(words[at + 1]!) as object;
      case format.BYTES:
        return new Uint8Array(words.buffer, words.byteOffset + 4 * (at + 2), words[at + 1]).slice().buffer;
      default:
        return this.#view(at);
    }
  }

  #resource(index: number, isCown: boolean): object {
    const resource = this.surroundings.resources[index]!;
    if ((holderBehind(resource) !== undefined) !== isCown)
      throw badPacket("it takes something for a cown that is none");
    return resource;
  }

  /** @param word the first of its record */
  object(word: number): object {
    if (format.kindIn(word) === format.BARE_OBJECT) return Object.setPrototypeOf({}, null) as object;
    const shape = format.detailIn(word);
    let fields = this.#fields[shape];
    if (fields === undefined) fields = this.#fields[shape] = fieldsFor(this.image.keys(shape)) ?? null;
    return fields === null ? {} : Object.defineProperties({}, fields);
  }

  #regExp(source: number, flags: number): RegExp {
    const text = (word: number): string => this.image.primitive(word) as string;
    try {
      return new RegExp(text(source), text(flags));
    } catch (cause) {
      throw badPacket("it has a regular expression that is none", cause);
    }
  }

  #view(at: number): object {
    const { words } = this.image;
    const name = format.VIEWS[format.detailIn(words[at]!)]!;
    const number = (word: number): number | undefined => this.image.primitive(word) as number | undefined;
    const offset = number(words[at + 2]!)!;
    const length = number(words[at + 3]!);
    const buffer = words[at + 1] === format.UNDEFINED ? new ArrayBuffer(0) : this.#memory(words[at + 1]!);
    try {
      return makeView(name, buffer, offset, length);
    } catch (cause) {
      throw badPacket(`it has a ${name} that does not fit into its memory`, cause);
    }
  }

  #memory(word: number): ArrayBuffer {
    const memory = this.surroundings.memory(format.payloadOf(word));
    if (isBuffer(memory)) return memory;
    throw badPacket("it has a view of something that is no memory");
  }
}

interface Globals {
  readonly Buffer?: { from(memory: ArrayBuffer, offset: number, length: number | undefined): Uint8Array };
  readonly [name: string]: unknown;
}

function makeView(name: string, buffer: ArrayBuffer, offset: number, length: number | undefined): object {
  const globals = globalThis as unknown as Globals;
  if (name === "Buffer" && globals.Buffer !== undefined) return globals.Buffer.from(buffer, offset, length);
  const View = globals[name === "Buffer" ? "Uint8Array" : name] as Uint8ArrayConstructor | undefined;
  if (View === undefined) throw new TypeError(`There is no ${name} here.`);
  return new View(buffer, offset, length);
}

/** An error without anything: not even the stack of this place. */
function emptyError(name: string): Error {
  const Class = (globalThis as unknown as Record<string, ErrorConstructor | undefined>)[name] ?? Error;
  const limit = Error.stackTraceLimit as number | undefined;
  Error.stackTraceLimit = 0;
  const error = name === "AggregateError" ? new AggregateError([]) : new Class();
  if (limit !== undefined) Error.stackTraceLimit = limit;
  for (const key of Reflect.ownKeys(error)) Reflect.deleteProperty(error, key);
  return error;
}
