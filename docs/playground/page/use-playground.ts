import type { Snapshot } from "regions-runtime/diagram";
import { computed, nextTick, onBeforeUnmount, onMounted, ref, shallowRef, watch, type Ref } from "vue";
import { EXAMPLES } from "../examples.ts";
import type { Checked, Failure, Problem, RunEvent } from "../messages.ts";
import { startChecker, type Checker } from "./checker.ts";
import { createEditor, type Editor } from "./editor.ts";
import { codeIn, hashOf } from "./link.ts";
import { firstLineOf } from "./places.ts";
import { run } from "./sandbox.ts";

type Event<Type> = RunEvent<Snapshot> & { readonly type: Type };

/** How long nobody types before what was typed is checked. */
const PAUSE_MS = 150;

/** The state of the playground, and what can be done with it. `place` is where the editor goes. */
export function usePlayground(place: Ref<Element | null>) {
  const state = ref<"checking" | "running" | "idle">("checking");
  const problems = shallowRef<readonly Problem[]>([]);
  const prints = shallowRef<readonly Event<"print">[]>([]);
  const steps = shallowRef<readonly Event<"step">[]>([]);
  const failure = shallowRef<Failure & { readonly line?: number | undefined }>();
  const isProgram = ref(true);
  const trouble = ref("");
  const position = ref(0);
  const example = ref("");
  const step = computed(() => steps.value[position.value]);

  let editor: Editor | undefined;
  let checker: Checker | undefined;
  let stop = (): void => undefined;
  let pause = 0;

  function changed(code: string): void {
    stop();
    state.value = "checking";
    clearTimeout(pause);
    pause = window.setTimeout(() => {
      history.replaceState(history.state, "", hashOf(code));
      checker?.check(code);
    }, PAUSE_MS);
  }

  function hasBeenChecked({ problems: found, program }: Checked): void {
    problems.value = found;
    editor?.mark(found);
    isProgram.value = program !== undefined;
    [prints.value, steps.value, failure.value] = [[], [], undefined];
    if (program === undefined) {
      state.value = "idle";
      return;
    }
    state.value = "running";
    const happened: RunEvent<Snapshot>[] = [];
    stop();
    stop = run(program, (event) => {
      happened.push(event);
      if (event.type === "end") hasEnded(happened);
    });
  }

  function hasEnded(events: readonly RunEvent<Snapshot>[]): void {
    prints.value = events.filter((event) => event.type === "print");
    steps.value = events.filter((event) => event.type === "step");
    const error = events.find((event) => event.type === "end")?.failure;
    failure.value = error && { ...error, line: firstLineOf(error.stack) };
    position.value = Math.max(0, steps.value.length - 1);
    state.value = "idle";
  }

  function choose(): void {
    editor?.show(EXAMPLES.find(({ id }) => id === example.value)!.code);
  }

  function firstCode(): string {
    try {
      const linked = codeIn(location.hash);
      if (linked !== undefined) return linked;
    } catch {
      trouble.value = "The link that led here is broken: its program cannot be read. This is an example instead.";
    }
    example.value = EXAMPLES[0]!.id;
    return EXAMPLES[0]!.code;
  }

  onMounted(async () => {
    await nextTick();
    const code = firstCode();
    editor = createEditor(place.value!, code, changed);
    checker = startChecker(hasBeenChecked, (message) => (trouble.value = message));
    checker.check(code);
  });
  onBeforeUnmount(() => {
    stop();
    clearTimeout(pause);
    checker?.end();
    editor?.end();
  });
  watch(step, (now) => editor?.pointAt(now?.line));

  return {
    state,
    problems,
    prints,
    steps,
    step,
    position,
    failure,
    isProgram,
    trouble,
    example,
    choose,
    goTo: (problem: Problem) => editor?.goTo(problem.from),
    apply: (action: Problem["actions"][number]) => editor?.apply(action.edit),
    copyLink: () => navigator.clipboard.writeText(location.href),
  };
}
