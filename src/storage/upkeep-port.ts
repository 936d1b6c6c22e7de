/** What is known of a file; its bytes lie apart, under `id`. */
export type StoredFile = {
  id: string;
  conversation: string;
  client: string;
  name: string;
  type: string;
  bytes: number;
  sha256: string;
  /** Who sent it, as the transcript names them. */
  by: string;
  keptAt: string;
};

/** Files that people sent, as the one who keeps their bytes needs them. */
export type FileStorage = {
  /** `full`: the conversation has `most` files already, and nothing was written. */
  addFile(file: StoredFile, most: number): Promise<'added' | 'full'>;
  readStoredFile(id: string): Promise<StoredFile | undefined>;
  /** The same bytes under the same name from the same sender. */
  findSameFile(
    file: Pick<StoredFile, 'conversation' | 'name' | 'sha256' | 'by'>,
  ): Promise<StoredFile | undefined>;
  /** Of every file there is. */
  fileIds(): Promise<readonly string[]>;
};

/** What the clock, and whoever deletes what is old, need to know. */
export type UpkeepStorage = {
  /** When these activities of a conversation were handled; those that were not are left out. */
  handledTimes(conversation: string, activities: readonly string[]): Promise<ReadonlyMap<string, string>>;
};
