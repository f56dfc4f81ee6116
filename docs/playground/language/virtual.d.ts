declare module "virtual:declarations" {
  /** Texts of declaration files by path; made by `build/bundles.ts`. */
  const declarations: Readonly<Record<string, string>>;
  export default declarations;
}
