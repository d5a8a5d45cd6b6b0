import { existsSync } from 'node:fs';
import { registerHooks } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const ofTheLambdaRuntime = /^@(aws-sdk|smithy)\//;

/**
 * Modules as the Lambda runtime finds them: the AWS SDK is there although no bundle has it, and `.js` in a package without
 * package.json is CommonJS, whatever package.json lies above the folder on this machine.
 */
export function registerModuleRules(codeDir: string): void {
  const root = pathToFileURL(`${path.resolve(codeDir)}${path.sep}`).href;
  const isCommonJs = !existsSync(path.join(codeDir, 'package.json'));
  registerHooks({
    resolve(specifier, context, nextResolve) {
      const resolved = (() => {
        try {
          return nextResolve(specifier, context);
        } catch (error) {
          if (!ofTheLambdaRuntime.test(specifier)) throw error;
          return nextResolve(specifier, { ...context, parentURL: import.meta.url });
        }
      })();
      if (isCommonJs && resolved.url.startsWith(root) && resolved.url.endsWith('.js')) {
        if (!resolved.url.slice(root.length).includes('node_modules/')) return { ...resolved, format: 'commonjs' };
      }
      return resolved;
    },
  });
}

/** The file of a handler such as `src/index.handler`, with the extension that exists. */
export function handlerFile(codeDir: string, handler: string): { file: string; exportName: string } | undefined {
  const slash = handler.lastIndexOf('/') + 1;
  const dot = handler.indexOf('.', slash);
  const stem = path.join(codeDir, handler.slice(0, dot));
  const file = ['.js', '.mjs', '.cjs'].map((extension) => stem + extension).find((candidate) => existsSync(candidate));
  return file === undefined ? undefined : { file, exportName: handler.slice(dot + 1) };
}
