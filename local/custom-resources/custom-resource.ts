import { randomUUID } from 'node:crypto';
import type { RestService } from '../endpoints/service-server.ts';

/** What a custom resource's function PUTs to the ResponseURL. */
export interface CustomResourceAnswer {
  readonly Status: 'SUCCESS' | 'FAILED';
  readonly Reason?: string;
  readonly PhysicalResourceId?: string;
  readonly Data?: Record<string, unknown>;
}

export interface ResponseBox {
  /** A fresh address, and the answer that will be put there. */
  expect(serverUrl: string): { readonly url: string; readonly answer: Promise<CustomResourceAnswer> };
  readonly service: RestService;
}

const path = /^\/cloudformation-responses\/([^/]+)$/;

/** Stands for the presigned S3 address at which CloudFormation waits. It is plain HTTP: the function must follow the URL's scheme. */
export function createResponseBox(): ResponseBox {
  const expected = new Map<string, (answer: CustomResourceAnswer) => void>();
  return {
    expect(serverUrl) {
      const id = randomUUID();
      const answer = new Promise<CustomResourceAnswer>((resolve) => void expected.set(id, resolve));
      return { url: `${serverUrl}/cloudformation-responses/${id}`, answer };
    },
    service(request) {
      const [, id] = request.method === 'PUT' ? (path.exec(request.path) ?? []) : [];
      if (id === undefined) return undefined;
      expected.get(id)?.(JSON.parse(request.body) as CustomResourceAnswer);
      expected.delete(id);
      return Promise.resolve({ status: 200 });
    },
  };
}
