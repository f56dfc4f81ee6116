/**
 * For `setupFiles` of Vitest and Jest: regions are validated whenever they change hands, and errors say where things
 * were moved, borrowed and frozen.
 */
import { configure } from "../operations/configure.js";
import { trackHandles } from "./handle-registry.js";

configure({ checks: "full", sites: true });
trackHandles();
