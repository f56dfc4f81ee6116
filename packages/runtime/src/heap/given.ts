/** Returns its argument, so that a subclass's private fields are installed on that object. */
// eslint-disable-next-line @typescript-eslint/no-extraneous-class -- what it returns is the point
export class Given {
  constructor(object: object) {
    return object;
  }
}
