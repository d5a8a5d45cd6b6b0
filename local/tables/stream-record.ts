/** A record as GetRecords returns it and as Lambda passes it on. */
export interface StreamRecord {
  readonly eventID: string;
  readonly eventName: 'INSERT' | 'MODIFY' | 'REMOVE';
  readonly dynamodb: {
    readonly SequenceNumber: string;
    readonly Keys?: object;
    readonly NewImage?: object;
    readonly OldImage?: object;
    readonly ApproximateCreationDateTime?: number;
  };
}

/** Sequence numbers are decimal texts that outgrow a double. */
export const isAfter = (sequence: string, checkpoint: string | undefined): boolean =>
  checkpoint === undefined || BigInt(sequence) > BigInt(checkpoint);
