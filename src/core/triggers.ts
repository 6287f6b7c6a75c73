/**
 * What Cognito says when a Lambda trigger of a user pool failed, such as `PreTokenGeneration failed with error …`.
 * Source: AWS, "Customizing user pool workflows with Lambda triggers".
 */
export const triggerFailure =
  /failed with error|invocation failed|\b(?:Pre|Post|User)[A-Z]\w+ failed|\blambda\b/i;
