import { gzipSync } from 'node:zlib';
import type { Answer } from '../shared/answer.ts';
import { refuseRequest } from '../shared/request.refusals.ts';

/** A file that lies beside the bundle (api.assets.json says where it comes from). */
export type ReadAsset = (name: string) => Promise<Buffer>;

const typeOf: Readonly<Record<string, string>> = {
  'start.js': 'text/javascript; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
  'swagger-ui.css': 'text/css; charset=utf-8',
};

/** Nothing from elsewhere, nothing inline: the page can call this API and no other address. `data:` is for the viewer's icons. */
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** The document as it was committed, which a test holds to be what the contracts say; of what only the sandbox has, production is silent. */
export async function documentAnswer(read: ReadAsset, stage: string): Promise<Answer> {
  const committed = (await read('openapi.json')).toString('utf8');
  return {
    status: 200,
    body: stage === 'production' ? withoutSandbox(committed) : committed,
    headers: { 'cache-control': 'public, max-age=300' },
  };
}

function withoutSandbox(committed: string): string {
  const document = JSON.parse(committed) as { paths: Record<string, unknown> };
  const paths = Object.entries(document.paths).filter(([path]) => !path.startsWith('/v1/test/'));
  return JSON.stringify({ ...document, paths: Object.fromEntries(paths) });
}

/** The page that renders the document. */
export const referenceAnswer = async (read: ReadAsset): Promise<Answer> => ({
  status: 200,
  body: (await read('page.html')).toString('utf8'),
  headers: {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': policy,
    'referrer-policy': 'no-referrer',
  },
});

/** A script or style sheet of the page, compressed: HTTP APIs do not compress, and the viewer is 1.7 MB as it is. */
export async function assetAnswer(read: ReadAsset, name: string): Promise<Answer> {
  const type = Object.hasOwn(typeOf, name) ? typeOf[name] : undefined;
  if (type === undefined) throw refuseRequest('RouteNotFound', `The reference has no part ${name}.`);
  return {
    status: 200,
    body: gzipSync(await read(name)).toString('base64'),
    isBase64Encoded: true,
    headers: { 'content-type': type, 'content-encoding': 'gzip', 'cache-control': 'public, max-age=3600' },
  };
}
