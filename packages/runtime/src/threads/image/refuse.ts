import { RegionError } from "../../errors.js";
import { holderBehind } from "../../heap/holder.js";
import { isOfBuiltInClass, kindOf } from "../../objects/kind.js";
import { shorten } from "../../objects/path.js";

/** Why a value cannot travel, and what to do about it. */
export interface Refusal {
  readonly what: string;
  readonly why: string;
  readonly remedy: string;
}

/** What is wrong with an object that no record can be written of. */
export function refusalOf(value: object): Refusal {
  const { label } = holderBehind(value) ?? {};
  if (label !== undefined)
    return {
      what: label,
      why: "cowns belong to one thread so far",
      remedy: "Send what it holds: acquire it, put something else in its place, and send the region that it held.",
    };
  const { name, base } = kindOf(value);
  if (typeof value === "function")
    return {
      what: "a function",
      why: "functions do not travel between threads",
      remedy: "Keep it in a module that both threads import, and send the data that it needs.",
    };
  const [, type] = /^instance of ([\w$]+)/.exec(name) ?? [];
  if (type !== undefined)
    return {
      what: name,
      why: "the other thread would not know how to make one",
      remedy: `Register its class in both threads with a codec: registerType(${type}, { codec: { name: "${type}", encode, decode } }).`,
    };
  if (name !== "" && base !== "" && !isOfBuiltInClass(value))
    return {
      what: `${name} of a class without a name`,
      why: "the other thread would not know how to make one",
      remedy: "Give the class a name, and register it in both threads with a codec.",
    };
  return {
    what: name === "" ? "a proxy that is no handle" : name,
    why: "what is in it cannot be read, or belongs to its thread",
    remedy: "Store plain data in its place, or keep it outside.",
  };
}

export const UNIQUE_SYMBOL: Refusal = {
  what: "a symbol",
  why: "only this thread knows it",
  remedy: "Use Symbol.for(key), which is the same in every thread, or a string.",
};

/** Of something that is to stay here and go as a copy, too. */
export const NO_COPY: Refusal = {
  what: "a port or stream",
  why: "there is one of it, which cannot be in two threads",
  remedy: "Ask for the cown to write, or keep it outside.",
};

export const accessorAt = (key: PropertyKey): Refusal => ({
  what: `an object with the accessor ${String(key)}`,
  why: "accessors are functions, and functions do not travel between threads",
  remedy: "Store a plain value in its place, or register the class of the object with a codec.",
});

export const FOREIGN: Refusal = {
  what: "an object that a region owns",
  why: "it is referenced from outside of that region, or twice where it is the region itself",
  remedy: "Send one region with all that belongs to it; let codecs refer to nothing else.",
};

export const DETACHED: Refusal = {
  what: "a buffer",
  why: "it was transferred before, and has no memory any more",
  remedy: "Use the buffer that arrived where it was transferred to, or take it out of the graph.",
};

export const OUT_OF_BOUNDS: Refusal = {
  what: "a DataView",
  why: "its buffer has been made so short that the view is outside of it",
  remedy: "Make a new view of the buffer, or take this one out of the graph.",
};

export const FROZEN_RESOURCE: Refusal = {
  what: "a buffer in something frozen",
  why: "to send it would take its memory away here, and what is frozen stays as it is",
  remedy: "Put it into a region, which is handed over, or freeze an array of its numbers.",
};

export function notSendable(path: string, { what, why, remedy }: Refusal, target: object | undefined): RegionError {
  return new RegionError(
    "ERR_NOT_SENDABLE",
    `Cannot send ${shorten(path)} (${what}): ${why}. Nothing was sent. ${remedy}`,
    {
      path,
      target,
    },
  );
}
