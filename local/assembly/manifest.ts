import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Sentence } from '../sentence.ts';
import type { Stack, Template } from './template.ts';

interface Artifact {
  readonly type: string;
  readonly dependencies?: readonly string[];
  readonly properties?: { templateFile?: string; stackName?: string; directoryName?: string };
}
interface AssetFile {
  readonly source: { path?: string };
  readonly destinations: Record<string, { objectKey: string }>;
}

const readJson = <Shape>(file: string): Shape => JSON.parse(readFileSync(file, 'utf8')) as Shape;

/**
 * The stacks of a cloud assembly (the folder that `cdk synth` writes) in the order in which they would be deployed.
 * Stages are nested assemblies and are read too.
 */
export function readAssembly(directory: string): Stack[] {
  const file = path.join(directory, 'manifest.json');
  if (!existsSync(file)) {
    throw new Sentence(`There is no cloud assembly in ${directory} (no manifest.json): run \`cdk synth\` first.`);
  }
  const { artifacts = {} } = readJson<{ artifacts?: Record<string, Artifact> }>(file);
  const stacks: Stack[] = [];
  const seen = new Set<string>();

  const visit = (id: string): void => {
    const artifact = artifacts[id];
    if (!artifact || seen.has(id)) return;
    seen.add(id);
    for (const dependency of artifact.dependencies ?? []) visit(dependency);
    if (artifact.type === 'aws:cloudformation:stack') stacks.push(readStack(directory, id, artifact));
    if (artifact.type === 'cdk:cloud-assembly') {
      stacks.push(...readAssembly(path.join(directory, artifact.properties?.directoryName ?? id)));
    }
  };
  for (const id of Object.keys(artifacts)) visit(id);
  return stacks;
}

function readStack(directory: string, id: string, { properties = {} }: Artifact): Stack {
  const templateFile = properties.templateFile ?? `${id}.template.json`;
  return {
    name: properties.stackName ?? id,
    template: readJson<Template>(path.join(directory, templateFile)),
    assets: readAssets(directory, templateFile.replace(/\.template\.json$/, '.assets.json')),
  };
}

/** Templates name an asset by its object key in the deployment bucket; the assets file says where it lies here. */
function readAssets(directory: string, assetsFile: string): ReadonlyMap<string, string> {
  const assets = new Map<string, string>();
  const file = path.join(directory, assetsFile);
  if (!existsSync(file)) return assets;
  for (const asset of Object.values(readJson<{ files?: Record<string, AssetFile> }>(file).files ?? {})) {
    if (!asset.source.path) continue;
    for (const { objectKey } of Object.values(asset.destinations)) {
      assets.set(objectKey, path.resolve(directory, asset.source.path));
    }
  }
  return assets;
}
