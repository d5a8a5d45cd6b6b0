import { DecryptCommand, EncryptCommand, KMSClient } from '@aws-sdk/client-kms';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { record } from './journal.mjs';

/** Stream of the notes. */
export async function onNotes({ Records }) {
  for (const { dynamodb } of Records) await record('note', dynamodb.NewImage.text.S);
}

/** The inbox: a message that says `poison` never succeeds. */
export async function onMessages({ Records }) {
  const batchItemFailures = [];
  for (const { messageId, body, attributes } of Records) {
    await record(body === 'poison' ? 'attempt' : 'message', `${body} ${attributes.ApproximateReceiveCount}`);
    if (body === 'poison') batchItemFailures.push({ itemIdentifier: messageId });
  }
  return { batchItemFailures };
}

export async function onDeadLetters({ Records }) {
  for (const { body } of Records) await record('dead letter', body);
}

/** The pipe's target: notes that begin with `urgent`. */
export async function onUrgent({ Records }) {
  for (const { body } of Records) await record('urgent', JSON.parse(body).note);
}

export const onSchedule = (event) => record('schedule', event.name);
export const remind = (event) => record('reminder', event.text);
export const echo = (event) => ({ echoed: event });

/** Custom resource: proves the services that have no other part in the app, and answers as CloudFormation wants it. */
export async function setUp(event) {
  const { KEY, SECRET, BUCKET } = process.env;
  const kms = new KMSClient({});
  const context = { purpose: 'proof' };
  const { CiphertextBlob } = await kms.send(
    new EncryptCommand({ KeyId: KEY, Plaintext: Buffer.from('sealed'), EncryptionContext: context }),
  );
  const { Plaintext } = await kms.send(new DecryptCommand({ CiphertextBlob, EncryptionContext: context }));
  const { SecretString } = await new SecretsManagerClient({}).send(new GetSecretValueCommand({ SecretId: SECRET }));
  const s3 = new S3Client({});
  await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: 'a/b.txt', Body: 'object' }));
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: BUCKET, Key: 'a/b.txt' }));
  const proof = [Buffer.from(Plaintext).toString(), SecretString.length, await Body.transformToString()].join(' ');
  await record('set up', `${event.RequestType} ${event.ResourceProperties.greeting}`);
  const answer = { Status: 'SUCCESS', PhysicalResourceId: 'set-up', Data: { Proof: proof } };
  await fetch(event.ResponseURL, { method: 'PUT', body: JSON.stringify({ ...event, ...answer }) });
}
