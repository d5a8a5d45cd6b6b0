/** An error of the Step Functions API: its name is the `__type` that the SDK turns into an exception class. */
export class AwsError extends Error {
  constructor(name: string, message: string) {
    super(message);
    this.name = name;
  }
}
