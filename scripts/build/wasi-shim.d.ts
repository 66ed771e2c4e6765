// What js/wasi uses of the WASI shim: its directories in memory.

/** Answers of its methods, and of those that are to stand in for them. */
type Answer<Name extends string> = { ret: number } & Record<Name, any>;

export class Directory {
  constructor(contents: Map<string, object>);
  ino: bigint;
  contents: any;
  stat(): any;
  path_open(flags: number, rights: bigint, status: number): Answer<'fd_obj'>;
  create_entry_for_path(path: string, isDirectory: boolean): Answer<'entry'>;
  get_parent_dir_and_entry_for_path(
    path: { parts: string[]; is_dir: boolean },
    mayBeMissing: boolean,
  ): { ret: number; parent_entry: Directory | null; filename: string | null; entry: object | null };
}

export class OpenDirectory {
  constructor(inode: object);
  path_open(lookup: number, path: string, flags: number, rights: bigint, inherited: bigint, status: number): Answer<'fd_obj'>;
  path_link(path: string, inode: object, allowDirectory: boolean): number;
  path_lookup(path: string, lookup: number): { ret: number; inode_obj: object | null };
  path_remove_directory(path: string): number;
  path_unlink(path: string): { ret: number; inode_obj: object | null };
  path_unlink_file(path: string): number;
}
