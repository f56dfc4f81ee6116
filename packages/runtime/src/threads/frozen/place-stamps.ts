import { Given } from "../../heap/given.js";
import { Stamps } from "../image/ordinals.js";

let incoming = 0;

class PlaceStamp extends Given {
  #number = incoming;

  static read(object: object): number | undefined {
    return #number in object ? object.#number : undefined;
  }

  static write(object: object, number: number): void {
    incoming = number;
    if (#number in object) object.#number = number;
    else new PlaceStamp(object);
  }
}

/** The numbers that frozen objects keep when they have been written into shared memory: they say where that was. */
export const placeStamps = /* @__PURE__ */ new Stamps(
  (object) => PlaceStamp.read(object),
  (object, number) => PlaceStamp.write(object, number),
);
