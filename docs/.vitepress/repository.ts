/** Where the sources are. */
export const repository = "https://github.com/regions-js/regions";
