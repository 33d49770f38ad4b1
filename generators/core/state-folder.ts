/** The folder in which a project remembers what it was made from. */
export const stateFolder = '.create-ml-project';
export const lockPath = `${stateFolder}/lock.yaml`;
