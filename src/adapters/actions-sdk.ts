/** A bundle of its own beside the main one: a shell has no runner, and a start does not read what it will not use. */
export { error, getState, group, info, saveState, setOutput, setSecret, summary, warning } from '@actions/core';
