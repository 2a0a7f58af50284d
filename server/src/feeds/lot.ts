/** Reports of one lane, packed: nothing else of them has to be kept until they are stored. */
export interface Lot {
  count: number;
  bytes: Buffer;
}
