/** A refusal in the words of an AWS service: the error's name is what an SDK's caller catches. */
export class AwsFailure extends Error {
  readonly status: number;
  constructor(name: string, message: string, status = 400) {
    super(message);
    this.name = name;
    this.status = status;
  }
}
