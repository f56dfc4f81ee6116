import DOMPurify from "dompurify";

/** A picture without what could run, load something, or lead elsewhere. */
export function safeSvg(svg: string): string {
  return DOMPurify.sanitize(svg, {
    USE_PROFILES: { svg: true, svgFilters: true },
    FORBID_TAGS: ["a", "image", "feImage"],
  });
}
