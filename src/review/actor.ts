/** Who does something: a person's account, by session or by token. */

export type Actor = { readonly id: number; readonly name: string; readonly role: string };
