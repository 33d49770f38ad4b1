/** Node.js's own; an import of it would also evaluate its web half, which is four milliseconds of every start. */
export const { createHash, hash, randomBytes } = process.getBuiltinModule('node:crypto');
