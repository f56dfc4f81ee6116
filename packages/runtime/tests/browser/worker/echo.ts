import { isFrozen, isRegion } from "../../../src/index.js";
import { listen, send } from "../../../src/threads.js";
import { Point } from "../../threads/worker/point.js";

const port = self as unknown as Worker;

/** Writes down what arrived in the region that did, and sends it back; anything else goes back as it is. */
listen(port, (value) => {
  if (isRegion(value)) {
    value.arrived = {
      isFrozen: isFrozen(value.config),
      isShared: value.list[0] === value.first,
      isCyclic: value.self === value,
      childIsRegion: isRegion(value.child),
      length: value.point instanceof Point ? value.point.length : undefined,
      isolated: crossOriginIsolated,
    };
    value.numbers[0] = 42;
  }
  send(port, value);
});
