/** A state in the form that this extension generates. */
export const state = 'Pn2bT-_8Q5hV0yJd3mXw7cKfRzLsGaEoUiYtNvBqWk4';
/** The state of another sign-in. */
export const otherState = 'AAAAT-_8Q5hV0yJd3mXw7cKfRzLsGaEoUiYtNvBqWk4';
/** An authorization code in the form that Cognito generates. */
export const code = 'c0de0000-1111-4222-8333-444455556666';
/** The query of a successful callback. */
export const query = `code=${code}&state=${state}`;
