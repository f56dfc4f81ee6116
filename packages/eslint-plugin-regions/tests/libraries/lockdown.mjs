// Run in a process of its own: it changes all built-in objects.
import "ses";

lockdown();
const point = { position: { x: 1 } };
console.log(harden(point) === point, Object.isFrozen(point), Object.isFrozen(point.position));
