import { arnOf, nameOf, type Provision } from '../assembly/resource.ts';
import type { KeyRing } from './key-ring.ts';
import type { Secrets } from './secrets.ts';

/** AWS::KMS::Key, AWS::KMS::Alias and AWS::SecretsManager::Secret. */
export function keyProvisions(keys: KeyRing, secrets: Secrets): [string, Provision][] {
  const key: Provision = ({ properties, stackName, logicalId, region, account }) => {
    const spec = String(properties.KeySpec ?? 'SYMMETRIC_DEFAULT');
    if (spec !== 'SYMMETRIC_DEFAULT' && !spec.startsWith('HMAC_'))
      throw new Error(`keys of type ${spec} are not served`);
    const usage = String(properties.KeyUsage ?? 'ENCRYPT_DECRYPT');
    const description = String(properties.Description ?? '');
    const { id, arn } = keys.ensure(`${stackName}/${logicalId}`, { spec, usage, description }, { region, account });
    return { ref: id, attributes: { Arn: arn, KeyId: id } };
  };
  const alias: Provision = ({ properties }) => {
    const name = String(properties.AliasName);
    keys.alias(name, String(properties.TargetKeyId));
    return { ref: name };
  };
  const secret: Provision = (resource) => {
    const name = nameOf(resource, 'Name', 256);
    const arn = arnOf(resource, 'secretsmanager', `secret:${name}-local0`);
    secrets.ensure(arn, name, resource.properties);
    return { ref: arn, attributes: { Id: arn } };
  };
  return [
    ['AWS::KMS::Key', key],
    ['AWS::KMS::Alias', alias],
    ['AWS::SecretsManager::Secret', secret],
  ];
}
