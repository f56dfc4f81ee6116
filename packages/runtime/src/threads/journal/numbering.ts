import { isReference } from "../../objects/is-reference.js";

/** The objects of a graph of which several threads have copies, by numbers on which all of them agree. */
export class Numbering {
  readonly #objects: unknown[];
  /** Made when this thread writes for the first time: who only reads has no use for it. */
  #numbers: Map<unknown, number> | undefined = undefined;

  readonly #names: string[] = [];
  readonly #indices = new Map<string, number>();

  /** @param objects in the order of their ordinals in the image of the whole graph; not to be used any more */
  constructor(objects: unknown[]) {
    this.#objects = objects;
  }

  get count(): number {
    return this.#objects.length;
  }

  /** What a codec made may be anything. */
  object(number: number): unknown {
    return this.#objects[number];
  }

  numberOf(object: object): number | undefined {
    if (this.#numbers === undefined) {
      this.#numbers = new Map();
      for (let i = 0; i < this.#objects.length; i++) this.#enter(i);
    }
    return this.#numbers.get(object);
  }

  /** Gives an object the next number. */
  add(object: unknown): void {
    const number = this.#objects.push(object) - 1;
    if (this.#numbers !== undefined) this.#enter(number);
  }

  /** How many names of fields have an index. */
  get names(): number {
    return this.#names.length;
  }

  name(index: number): string | undefined {
    return this.#names[index];
  }

  indexOfName(name: string): number | undefined {
    return this.#indices.get(name);
  }

  addName(name: string): void {
    this.#indices.set(name, this.#names.push(name) - 1);
  }

  #enter(number: number): void {
    const object = this.#objects[number];
    if (isReference(object) && !this.#numbers!.has(object)) this.#numbers!.set(object, number);
  }
}
