/**
 * The names of user attributes: the standard ones without `sub`, which is the user's id, and those that a pool adds.
 *
 * Source: https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html
 */
export const userAttributeName =
  /^(?:address|birthdate|email|email_verified|family_name|gender|given_name|identities|locale|middle_name|name|nickname|phone_number|phone_number_verified|picture|preferred_username|profile|updated_at|website|zoneinfo|(?:dev:)?custom:.+)$/;
