import { CliError, exitCode } from './errors.ts';

const reasons: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EFBIG: 'a file may not become that large here',
  EDQUOT: 'your disk quota is used up',
  EACCES: 'permission is denied',
  EPERM: 'the operation is not permitted',
  EROFS: 'the file system is read-only',
  ENOTDIR: 'a part of the path is a file',
  ENAMETOOLONG: 'the path is too long',
  EIO: 'the disk reports an error',
  ENOENT: 'the place is not there',
  EISDIR: 'it is a directory',
  EMFILE: 'too many files are open',
  ELOOP: 'its symbolic links run in a circle',
};

/** A system call's failure in the words of a person, with what is known of the outcome; anything else passes through as it is. */
export function asUserError(error: unknown, doing: string, outcome = ''): unknown {
  const { code, path, syscall } = error as NodeJS.ErrnoException;
  if (syscall === undefined || code === undefined) return error;
  const reason = reasons[code] ?? code;
  return new CliError(`${doing} failed: ${reason}${path === undefined ? '' : ` (${path})`}.${outcome}`, {
    exit: exitCode.environment,
    cause: error,
  });
}
