/** The folder in which a project remembers what it was made from. */
export const memory = '.create-ml-project';
export const lockPath = `${memory}/lock.yaml`;
