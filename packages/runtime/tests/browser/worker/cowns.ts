import { isFrozen, when } from "../../../src/index.js";
import { listen, send } from "../../../src/threads.js";

const port = self as unknown as Worker;

/** Does with cowns, or with something frozen, as it is told. */
listen(port, async ([task, ...given]) => {
  switch (task) {
    case "count":
      for (let i = 0; i < 500; i++)
        await when(given, (...guards) => guards.forEach(({ value }: any) => (value.n += 1)));
      return send(port, "counted");
    case "hold": {
      const guard = await given[0].acquire();
      guard.value.n = -1;
      return send(port, "held");
    }
    case "look":
      return send(port, Object.freeze([isFrozen(given[0]), given[0].at(-1).id, given[0]]));
  }
});
