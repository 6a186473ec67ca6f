const reasons: Readonly<Record<string, string>> = {
  EACCES: 'this user may not go there',
  EDQUOT: 'the disk quota of this user is used up',
  EEXIST: 'something else has that name',
  EIO: 'the disk answers with an error',
  EISDIR: 'it is a folder',
  ELOOP: 'its links lead in a circle',
  EMFILE: 'too many files are open',
  ENAMETOOLONG: 'the name is too long',
  ENOENT: 'there is no such file',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'a part of the path is a file',
  EPERM: 'this user may not do that',
  EROFS: 'it can only be read from',
  ERR_FS_FILE_TOO_LARGE: 'it is larger than 2 GiB',
  ERR_INVALID_ARG_VALUE: 'its name holds what no name can',
}

/** Gives in plain words why a file or a folder could not be read, made or written: the half of a sentence, without its point. */
export const fileReason = (error: unknown): string => {
  const { code = '', message } = error as NodeJS.ErrnoException
  return reasons[code] ?? message ?? String(error)
}
