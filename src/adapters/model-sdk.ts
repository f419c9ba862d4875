/** A bundle of its own beside the main one: only runs that ask a model load it, and a start does not read what it will not use. */
export { default } from 'openai';
