/** Seals a value for one place (merchant, table, column, row): copied to another it does not open. */
export type Sealer = {
  seal(plain: string, place: string): Buffer;
  open(sealed: Buffer, place: string): string;
};
