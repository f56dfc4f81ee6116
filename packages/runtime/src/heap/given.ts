/** Returns its argument, so that a subclass's private fields are installed on that object. */
export class Given {
  constructor(object: object) {
    return object;
  }
}
