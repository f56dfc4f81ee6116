import type { Theme } from "vitepress";
import DefaultTheme from "vitepress/theme-without-fonts";
import { defineAsyncComponent } from "vue";
import BenchmarkTables from "./BenchmarkTables.vue";
import MermaidDiagram from "./MermaidDiagram.vue";
import "./style.css";

export default {
  extends: DefaultTheme,
  enhanceApp({ app }) {
    app.component("BenchmarkTables", BenchmarkTables);
    app.component("MermaidDiagram", MermaidDiagram);
    app.component(
      "Playground",
      defineAsyncComponent(() => import("../../playground/page/Playground.vue")),
    );
  },
} satisfies Theme;
