import type { S3Client } from '@aws-sdk/client-s3';
import type { StatesPorts } from '../states/ports.ts';

/** Objects in S3 for the Distributed Map. The SDK is loaded when the first map needs it: most starts never do. */
export function objectStore(url: string, region: string): StatesPorts['objects'] {
  let client: S3Client | undefined;
  const s3 = async () => {
    const sdk = await import('@aws-sdk/client-s3');
    client ??= new sdk.S3Client({
      endpoint: url,
      region,
      forcePathStyle: true,
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    });
    return { ...sdk, client };
  };
  return {
    async get(Bucket, Key) {
      const { client: S3, GetObjectCommand } = await s3();
      const { Body } = await S3.send(new GetObjectCommand({ Bucket, Key }));
      if (!Body) throw new Error(`s3://${Bucket}/${Key} has no body`);
      return await Body.transformToByteArray();
    },
    async put(Bucket, Key, Body) {
      const { client: S3, PutObjectCommand } = await s3();
      await S3.send(new PutObjectCommand({ Bucket, Key, Body }));
    },
    async list(Bucket, Prefix) {
      const { client: S3, paginateListObjectsV2 } = await s3();
      const found = [];
      for await (const { Contents = [] } of paginateListObjectsV2({ client: S3 }, { Bucket, Prefix })) {
        for (const { Key = '', Size = 0, ETag = '', LastModified } of Contents) {
          found.push({ Key, Size, ETag, LastModified: (LastModified?.getTime() ?? 0) / 1000 });
        }
      }
      return found;
    },
  };
}
