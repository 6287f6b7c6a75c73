/** An identity pool id has an AWS Region and a UUID, and at most 55 characters. Source: AWS, Amazon Cognito Federated Identities, GetId. */
export const identityPoolIdPattern =
  /^(?=.{1,55}$)([a-z]{2,4}(?:-[a-z]+)+-\d+):[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The AWS Region in an identity pool id; undefined when it is not one. */
export function identityPoolRegion(identityPoolId: string): string | undefined {
  return identityPoolIdPattern.exec(identityPoolId)?.[1];
}
