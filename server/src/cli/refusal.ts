/** The command was understood and cannot be done; the message is for the person who typed it. */
export const FAILED = 1;
/** The command was not understood, or does not exist in this version. */
export const NOT_UNDERSTOOD = 2;
/** The person who typed it stopped waiting: what a shell says of Ctrl-C. */
export const INTERRUPTED = 130;

/** Ends a command with a sentence and no stack trace. */
export class CommandRefusal extends Error {
  constructor(
    message: string,
    readonly exitCode: number = FAILED,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
