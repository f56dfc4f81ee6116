import { createLightRule } from "../create-rule.js";
import { findIterationMistakes } from "../iteration/mistakes.js";

/** What may be changed on purpose. */
interface Option {
  readonly allow?: readonly "append"[];
}

export default createLightRule(
  "no-mutate-while-iterating",
  {
    description: "Disallow changing an array, map or set while it is iterated",
    configs: ["strict", "platform"],
  },
  (sourceCode, { options }) => {
    const [{ allow = [] } = {}] = options as readonly Option[];
    return findIterationMistakes(sourceCode, { append: allow.includes("append") });
  },
  {
    option: {
      schema: {
        type: "object",
        properties: {
          allow: {
            description: "Changes that loops make on purpose: 'append' adds elements that the loop will come to.",
            type: "array",
            items: { type: "string", enum: ["append"] },
            uniqueItems: true,
          },
        },
        additionalProperties: false,
      },
      byDefault: { allow: [] },
    },
  },
);
