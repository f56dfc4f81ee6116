// @typescript-eslint/utils imports these to extend them. Only the linter itself runs in a browser.
import universal from "eslint/universal";

export const { Linter } = universal;
export class ESLint {}
export class SourceCode {}
export class RuleTester {}
export default { Linter, ESLint, SourceCode, RuleTester };
