/** Of this program, not of the runtime. */
export interface Region {
  items: number[];
}
