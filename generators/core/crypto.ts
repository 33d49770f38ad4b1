/** Node.js's own; an import of it would also evaluate its web half, which is four milliseconds of every start. */
export const { createHash, randomBytes } = process.getBuiltinModule('node:crypto');
