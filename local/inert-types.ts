/**
 * Resources that have nothing to do on a laptop: who may do what, where logs go, what is alarmed and drawn. They get a name
 * and an ARN. Any type that is neither here nor provisioned is reported at the start.
 */
const inertTypes = new Set([
  'AWS::ApiGatewayV2::ApiMapping',
  'AWS::ApiGatewayV2::DomainName',
  'AWS::ApplicationAutoScaling::ScalableTarget',
  'AWS::ApplicationAutoScaling::ScalingPolicy',
  'AWS::CDK::Metadata',
  'AWS::Events::EventBusPolicy',
  'AWS::Lambda::Permission',
  'AWS::S3::BucketPolicy',
  'AWS::Scheduler::ScheduleGroup',
  'AWS::SecretsManager::ResourcePolicy',
  'AWS::SNS::TopicPolicy',
  'AWS::SQS::QueuePolicy',
  'Custom::LogRetention',
  'Custom::S3AutoDeleteObjects',
]);
const inertServices = /^AWS::(Backup|Budgets|CloudTrail|CloudWatch|IAM|Logs|Synthetics|XRay)::/;

export const isInert = (type: string): boolean => inertTypes.has(type) || inertServices.test(type);
