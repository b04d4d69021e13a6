/** Says what server/auth asks of a new password. */
export const PASSWORD_HINT = "At least 10 characters. A few words are good and easy to remember.";
