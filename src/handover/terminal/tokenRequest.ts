import * as v from 'valibot';

/** What `cognito-token` asks the window for. */
export const tokenRequestSchema = v.strictObject({
  /** The name of a profile; the active one when it is left out. */
  profile: v.optional(v.string()),
  /** A user name, an e-mail address or a `sub`; the active user of the profile when it is left out. */
  user: v.optional(v.string()),
  kind: v.picklist(['access', 'id', 'aws']),
  /** Whether AWS credentials are asked for as an address, which exists until the program ends. */
  asEndpoint: v.optional(v.boolean()),
  /** How long the token should still be valid, in seconds. AWS credentials are renewed five minutes early. */
  minSeconds: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(86_400)),
  /** Whether to start a sign-in when there is no session. */
  signIn: v.boolean(),
  /** The name of the program that called `cognito-token`, where the system tells it. */
  caller: v.optional(v.pipe(v.string(), v.maxLength(200))),
});
export type TokenRequest = Readonly<v.InferOutput<typeof tokenRequestSchema>>;
