import { trackHandles } from "./testing/handle-registry.js";

export { expectMovable } from "./testing/expect-movable.js";
export { liveHandles, type LiveHandle } from "./testing/live-handles.js";

trackHandles();
